import rule from '../../../../../lib/judge/policy/rules/trust/mesh-keys-are-supported.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate, issuer } from '../../../model/trust/objects.js';

const identity = (key: string) => certificate('linkerd-identity-issuer', `privateKey: ${key}, issuerRef: { name: ca }`);
const good = identity('{ algorithm: ECDSA }') + issuer();
const anchor = (key: string) => certificate('ca', `isCA: true, privateKey: ${key}, issuerRef: { name: self }`);
const path = 'spec.privateKey';

ruleTester(rule, {
  ignores: {
    'any key of other certificates':
      certificate('web', 'privateKey: { algorithm: Ed25519 }') + anchor('{ algorithm: ECDSA, size: 521 }'),
  },
  passes: {
    'accepts the size that ECDSA has by default': identity('{ algorithm: ECDSA }'),
    'accepts an anchor with RSA of 4096 bits': good + anchor('{ algorithm: RSA, size: 4096 }'),
    'accepts an anchor with the default': good + anchor('{}'),
  },
  fails: {
    'with RSA, the default of cert-manager': [
      identity('{}'),
      { path, got: 'RSA with 2048 bits', expected: 'ECDSA with 256 bits' },
    ],
    'with an anchor of RSA of another size': [
      good + anchor('{ algorithm: RSA, size: 3072 }'),
      { object: 'Certificate linkerd/ca', path, got: 'RSA with 3072 bits' },
    ],
    'with an anchor of another curve': [
      good + anchor('{ algorithm: ECDSA, size: 384 }'),
      { got: 'ECDSA with 384 bits' },
    ],
    'with Ed25519': [identity('{ algorithm: Ed25519 }'), { got: 'Ed25519' }],
    'with an anchor two levels up': [
      good +
        certificate('ca', 'privateKey: { algorithm: ECDSA }, issuerRef: { name: root }') +
        issuer('root') +
        certificate('root', 'privateKey: { algorithm: Ed25519 }, issuerRef: { name: root }'),
      { object: 'Certificate linkerd/root' },
    ],
  },
});
