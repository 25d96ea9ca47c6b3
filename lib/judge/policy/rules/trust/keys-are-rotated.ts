import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { fieldRule } from '../../declared/field-rule.js';

export default fieldRule({
  id: 'trust/keys-are-rotated',
  severity: 'error',
  summary: 'Every Certificate gets a new private key with each renewal.',
  rationale:
    'Before cert-manager 1.18 the key stays the same unless rotationPolicy is Always: a renewed certificate then does not protect against anyone who has copied the key.',
  source: 'https://cert-manager.io/docs/usage/certificate/#configuring-private-key-rotation',
  appliesTo: [CERTIFICATE],
  of: 'object',
  states: {
    field: 'spec.privateKey.rotationPolicy',
    must: { equal: 'Always' },
    fix: 'Set it to Always, even if it is the default of the cert-manager that runs.',
  },
  passes: example('Always'),
  fails: example('Never'),
});

function example(rotationPolicy: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web, privateKey: { rotationPolicy: ${rotationPolicy} }, issuerRef: { name: ca } }
`;
}
