import rule from '../../../../../lib/judge/policy/rules/trust/renewal-fits-lifetime.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate, issuer } from '../../../model/trust/objects.js';

const lives = (duration: string, renewBefore: string, more = '') =>
  certificate('web', `duration: ${duration}, renewBefore: ${renewBefore}${more}, issuerRef: { name: self }`);
const self = issuer('self', 'selfSigned: {}');

ruleTester(rule, {
  passes: {
    'accepts the shortest': lives('1h', '5m'),
    'accepts a renewal just before the issue': lives('2h', '1h59m59s'),
    'accepts a root that is renewed at half of its life': lives('8760h', '4380h', ', isCA: true') + self,
    'accepts an early renewal of what is no root': lives('8760h', '7320h', ', isCA: true') + issuer('self'),
    'accepts an early renewal of what is not a CA': lives('8760h', '7320h') + self,
    'accepts nothing written': certificate('web'),
  },
  fails: {
    'with both ways to state it': [
      certificate('web', 'renewBefore: 720h0m0s, renewBeforePercentage: 30'),
      { path: 'spec.renewBeforePercentage', expected: 'one of the two' },
    ],
    'with a duration below an hour': [
      lives('59m59s', '5m'),
      { path: 'spec.duration', got: '59m59s', expected: 'a Go duration of at least 1h0m0s' },
    ],
    'with a renewal below five minutes': [
      lives('1h', '4m59s'),
      { path: 'spec.renewBefore', expected: 'a Go duration of at least 5m0s' },
    ],
    'with what is not a duration': [lives('90d', '1h'), { path: 'spec.duration', got: '90d' }],
    'with a renewal as long as the duration': [
      lives('2h', '2h'),
      { path: 'spec.renewBefore', got: '2h0m0s', expected: 'less than the duration of 2h0m0s' },
    ],
    'with a root that is renewed in the first half of its life': [
      lives('8760h', '4381h', ', isCA: true') + self,
      { path: 'spec.renewBefore', got: '4381h0m0s, which replaces the root at the age of 4379h0m0s' },
    ],
  },
});
