import { createHash } from 'node:crypto';
import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/pods-restart-with-the-trust-root.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const pods = (digest: string) => controllerExample({ annotations: `{ linkerd.io/trust-root-sha256: '${digest}' }` });
const anchors = configExample('identityTrustAnchorsPEM: |', '  a root');
const path = 'spec.template.metadata.annotations["linkerd.io/trust-root-sha256"]';

ruleTester(rule, {
  passes: {
    'accepts the digest with a line break': pods(sha256('a root\n')) + anchors,
    'accepts the digest without it': pods(sha256('a root')) + anchors,
    'accepts pods without the annotation': controllerExample() + anchors,
  },
  fails: {
    'without anchors, in one finding': [
      pods(sha256('')) + configExample('identityTrustAnchorsPEM: ""'),
      {
        object: 'ConfigMap linkerd/linkerd-config',
        path: 'data.values',
        got: 'no identityTrustAnchorsPEM, and the digest of an empty text on linkerd-identity',
      },
    ],
    'with the digest of nothing': [pods(sha256('')) + anchors, { path, got: 'the digest of an empty text' }],
    'with the digest of another root': [pods(sha256('old')) + anchors, { path, got: sha256('old') }],
  },
  notJudged: {
    'a digest of anchors that are delivered separately': [
      pods(sha256('delivered')) + configExample('identityTrustAnchorsPEM: ""'),
      'linkerd-config has no identityTrustAnchorsPEM',
    ],
  },
});
