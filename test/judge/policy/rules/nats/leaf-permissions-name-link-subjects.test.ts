import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/leaf-permissions-name-link-subjects.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const RENAMED = '{ stream: { account: PLANT, subject: "data.>" }, to: "plant.>" }';

function hub(subscribe: string, image: string, imports = RENAMED): string {
  const permissions = `permissions { publish { deny: [">"] }, subscribe ${subscribe} }`;
  const user = `{ nkey: $LEAF_NKEY, allowed_connection_types: [LEAFNODE], ${permissions} }`;
  return serverExample(
    `leafnodes { port: 7422 }\naccounts { PLANT { exports: [ { stream: "data.>" } ] }, APP { imports: [ ${imports} ], users: [ ${user} ] } }`,
    { image },
  );
}

function leaf(denied: string, image: string): string {
  const remote = `{ url: "tls://hub.example.org:7422", account: APP, deny_exports: [ "other", "${denied}" ] }`;
  return serverExample(
    `leafnodes { remotes: [ ${remote} ] }\naccounts { PLANT { exports: [ { stream: "data.>" } ] }, APP { imports: [ ${RENAMED} ] } }`,
    { image },
  );
}

ruleTester(rule, {
  passes: {
    'accepts a denial of the exported subject before 2.14.8': hub('{ deny: ["data.secret"] }', 'nats:2.14.7'),
    'accepts a denial of both subjects': hub('{ deny: [">"] }', 'nats:2.15.3'),
    'accepts an allowed subject of the link beside another': hub('{ allow: ["data.>", "plant.>"] }', 'nats:2.14.8'),
    'accepts an allowed subject that is not imported': hub('"other.>"', 'nats:2.15.3'),
    'accepts a leaf that denies the subject of the link': leaf('plant.secret', 'nats:2.15.1'),
  },
  ignores: {
    'an import under the same subject': hub(
      '{ deny: ["data.secret"] }',
      'nats:2.15.3',
      '{ stream: { account: PLANT, subject: "data.>" } }',
    ),
    'an import of a service': hub(
      '{ deny: ["data.secret"] }',
      'nats:2.15.3',
      '{ service: { account: PLANT, subject: "data.x" }, to: "plant.x" }',
    ),
    'a link without limits': hub('{}', 'nats:2.15.3'),
  },
  fails: {
    'for a denial of the link subject before 2.14.8': [
      hub('{ deny: ["other", "plant.secret"] }', 'nats:2.14.7'),
      {
        got: 'accounts.APP.users[0].permissions.subscribe.deny[1] (line 2): plant.secret',
        expected: 'a subject of data.>, which 2.14.7 compares',
        effect: 'The denial has no effect on imported messages.',
        fix: 'Write it as the other account exports it, below data.>, or use 2.14.8 or 2.15.1.',
      },
    ],
    'for a denial of the exported subject': [
      hub('{ deny: ["data.secret"] }', 'nats:2.15.1'),
      {
        expected: 'a subject of plant.>, which 2.15.1 compares',
        fix: 'Write it as the link carries it, below plant.>.',
      },
    ],
    'for an allowed exported subject': [
      hub('[ "other", "data.>" ]', 'nats:2.14.8'),
      {
        got: 'accounts.APP.users[0].permissions.subscribe[1] (line 2): data.>',
        effect: 'No imported message crosses the link.',
      },
    ],
    'for an allowed link subject in 2.15.0, with a queue group': [
      hub('{ allow: ["plant.> workers"] }', 'nats:2.15.0'),
      {},
    ],
    'for a prefix': [
      hub(
        '{ deny: ["data.secret"] }',
        'nats:2.15.3',
        '{ stream: { account: PLANT, subject: "data.>" }, prefix: "plant" }',
      ),
      { expected: 'a subject of plant.data.>, which 2.15.3 compares' },
    ],
    'for a subject with wildcards that are moved': [
      hub(
        '{ deny: ["data.a.b"] }',
        'nats:2.15.3',
        '{ stream: { account: PLANT, subject: "data.*.*" }, to: "plant.$2.{{wildcard(1)}}" }',
      ),
      { expected: 'a subject of plant.*.*, which 2.15.3 compares' },
    ],
    'for a leaf that denies the exported subject': [
      leaf('data.secret', 'nats:2.15.3'),
      { got: 'leafnodes.remotes[0].deny_exports[1] (line 1): data.secret' },
    ],
  },
  notJudged: {
    'a release line': [
      hub('{ deny: ["data.secret"] }', 'nats:2.14-alpine'),
      'the image of container nats states 2.14, which differs from patch to patch',
    ],
    'a tag that names no release': [
      hub('{ deny: ["data.secret"] }', 'nats:stable'),
      'the image of container nats states no release',
    ],
  },
});
