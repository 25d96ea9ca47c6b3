import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/denied-imports-may-be-sent.js';
import { ruleTester } from '../../../../support/rule-tester.js';

function leaf(image: string, denials: string): string {
  const remote = `{ url: "tls://hub.example.org:7422", ${denials} }`;
  return serverExample(`leafnodes { remotes: [ { url: "tls://other.example.org:7422" }, ${remote} ] }`, { image });
}

ruleTester(rule, {
  passes: {
    'accepts an earlier release': leaf('nats:2.14.3', 'deny_imports: "a.>"'),
    'accepts a leaf that sends nothing of it': leaf('nats:2.15.2', 'deny_imports: ["a.b"], deny_exports: ["x", "a.>"]'),
  },
  ignores: { 'a leaf that receives everything': leaf('nats:2.15.2', 'deny_exports: ["a.>"]') },
  fails: {
    'for the second denial': [
      leaf('nats:2.15.2', 'deny_imports: ["a.b", "a.>"], deny_exports: "a.b"'),
      {
        got: 'leafnodes.remotes[1].deny_imports[1] (line 1): a.>, which a leaf of 2.15.2 does not send either',
        fix: 'Use 2.14.10 or 2.15.3, or list what the leaf may receive in subscribe.allow of its user in the hub.',
      },
    ],
  },
  notJudged: {
    'a release line': [
      leaf('nats:2.12-alpine', 'deny_imports: "a"'),
      'the image of container nats states 2.12, which differs from patch to patch',
    ],
    'a tag that names no release': [
      leaf('nats:stable', 'deny_imports: "a"'),
      'the image of container nats states no release',
    ],
  },
});
