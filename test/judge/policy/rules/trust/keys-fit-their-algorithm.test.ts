import rule from '../../../../../lib/judge/policy/rules/trust/keys-fit-their-algorithm.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate } from '../../../model/trust/objects.js';

const validator = (spec: string) => certificate('v', spec, 'linkerd-policy-validator-k8s-tls');
const path = 'spec.privateKey.size';

ruleTester(rule, {
  passes: {
    'accepts a key of which nothing is said': certificate('web'),
    'accepts the bounds of RSA':
      certificate('a', 'privateKey: { size: 2048 }') + certificate('b', 'privateKey: { algorithm: RSA, size: 8192 }'),
    'accepts all curves':
      certificate('a', 'privateKey: { algorithm: ECDSA, size: 256 }') +
      certificate('b', 'privateKey: { algorithm: ECDSA, size: 521 }') +
      certificate('c', 'privateKey: { algorithm: Ed25519, size: 1 }'),
    'accepts the policy controller with PKCS8': validator('privateKey: { encoding: PKCS8 }'),
  },
  fails: {
    'of RSA, which is what cert-manager makes where nothing is said': [
      certificate('web', 'privateKey: { size: 2047 }'),
      { path, got: 'RSA with 2047 bits', expected: '2048 to 8192 bits' },
    ],
    'of RSA that is too large': [certificate('web', 'privateKey: { algorithm: RSA, size: 8193 }'), { path }],
    'of ECDSA': [
      certificate('web', 'privateKey: { algorithm: ECDSA, size: 224 }'),
      { path, got: 'ECDSA with 224 bits', expected: '256, 384 or 521 bits' },
    ],
    'for the policy controller without an encoding': [
      validator('privateKey: { algorithm: ECDSA }'),
      { path: 'spec.privateKey.encoding', got: 'nothing, which means PKCS1', expected: 'PKCS8' },
    ],
    'for the policy controller in PKCS1': [validator('privateKey: { encoding: PKCS1 }'), { got: 'PKCS1' }],
  },
});
