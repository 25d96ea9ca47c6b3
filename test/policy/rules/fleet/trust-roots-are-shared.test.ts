import rule from '../../../../lib/policy/rules/fleet/trust-roots-are-shared.js';
import { ruleTester } from '../../../support/rule-tester.js';
import { issue } from '../../../trust/issue.js';

const [old, next, other] = await Promise.all(['old', 'next', 'other'].map((name) => issue({ name })));
const bundle = (roots: readonly (typeof old)[], name = 'linkerd-identity-trust-roots') =>
  JSON.stringify({
    apiVersion: 'trust.cert-manager.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name },
    spec: { sources: roots.map((root) => ({ inLine: root?.certificate.pem ?? '' })) },
  });

ruleTester(rule, {
  passes: {
    'accepts clusters in the midst of a rotation': { east: bundle([old]), west: bundle([next, old]) },
    'accepts a cluster whose roots are not known': { east: bundle([old]), west: bundle([]) },
    'accepts other bundles': { east: bundle([old]), west: bundle([other], 'messaging') },
  },
  fails: {
    'and reports the later cluster': [
      { east: bundle([old]), west: bundle([next, other]) },
      {
        cluster: 'west',
        object: 'Bundle linkerd-identity-trust-roots',
        path: 'spec.sources[0].inLine',
        got: 'roots of which cluster east has none',
      },
    ],
  },
});
