import { shown, valueAt } from '../../../../manifest/read.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/keys-are-rotated',
  severity: 'error',
  scope: 'object',
  summary: 'Every Certificate gets a new private key with each renewal.',
  rationale:
    'Before cert-manager 1.18 the key stays the same unless rotationPolicy says Always: a renewed certificate then protects nothing from whoever has copied the key.',
  source: 'https://cert-manager.io/docs/usage/certificate/#configuring-private-key-rotation',
  appliesTo: [CERTIFICATE],
  passes: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web, privateKey: { rotationPolicy: Always }, issuerRef: { name: ca } }
`,
  fails: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web, privateKey: { rotationPolicy: Never }, issuerRef: { name: ca } }
`,
  *check({ object }) {
    const policy = valueAt(object, 'spec', 'privateKey', 'rotationPolicy');
    if (policy === 'Always') return;
    yield {
      path: 'spec.privateKey.rotationPolicy',
      got: shown(policy),
      expected: 'Always',
      fix: 'Write it, also where the running cert-manager has it as its default.',
    };
  },
});
