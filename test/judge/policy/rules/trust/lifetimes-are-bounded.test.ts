import rule from '../../../../../lib/judge/policy/rules/trust/lifetimes-are-bounded.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate, issuer } from '../../../model/trust/objects.js';

const days = (count: number) => `duration: ${count * 24}h0m0s, issuerRef: { name: ca }`;
const path = 'spec.duration';

ruleTester(rule, {
  passes: {
    'accepts the defaults of cert-manager': certificate('web'),
    'accepts a year for a server': certificate('web', days(398)),
    'accepts five years for an intermediate': certificate('mid', `isCA: true, ${days(1830)}`),
    'accepts twenty years for a root':
      certificate('root', `isCA: true, ${days(7320)}`) + issuer('ca', 'selfSigned: {}'),
    'accepts an hour of a day': certificate('web', 'duration: 24h0m0s, renewBefore: 1h0m0s'),
    'accepts a renewal at no time, which is another rule': certificate('web', 'renewBefore: 0s'),
  },
  fails: {
    'for more than a root, whatever the issuer': [
      certificate('mid', `isCA: true, ${days(7321)}`),
      { path, expected: 'at most 43920h0m0s, for an intermediate' },
    ],
    'for a server': [
      certificate('web', days(399)),
      { path, got: '9576h0m0s', expected: 'at most 9552h0m0s, for a certificate that is shown to peers' },
    ],
    'for the identity issuer': [
      certificate('linkerd-identity-issuer', `isCA: true, ${days(399)}`),
      { path, expected: "at most 9552h0m0s, for Linkerd's identity issuer" },
    ],
    'for an intermediate': [
      certificate('mid', `isCA: true, ${days(1831)}`) + issuer(),
      { path, expected: 'at most 43920h0m0s, for an intermediate' },
    ],
    'for a root': [
      certificate('root', `isCA: true, ${days(7321)}`) + issuer('ca', 'selfSigned: {}'),
      { path, expected: 'at most 175680h0m0s, for a root' },
    ],
    'with a renewal in the last moment': [
      certificate('web', 'duration: 2160h0m0s, renewBefore: 1h0m0s'),
      { path: 'spec.renewBefore', got: '1h0m0s', expected: 'at least 72h0m0s, for a duration of 2160h0m0s' },
    ],
  },
  notJudged: {
    'a renewal that is not a duration, which is another rule': [
      certificate('web', 'renewBefore: late'),
      'spec.renewBefore is not a duration',
    ],
    'a CA that may be a root': [certificate('mid', `isCA: true, ${days(7320)}`), 'Issuer ca is not among the files'],
    'what is not a duration, which is another rule': [
      certificate('web', 'duration: long'),
      'spec.duration is not a duration',
    ],
  },
});
