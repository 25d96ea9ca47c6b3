import rule from '../../../../../lib/judge/policy/rules/fleet/trust-roots-are-shared.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { issue } from '../../../../write/trust/issue.js';
import { namespace } from '../../../model/trust/objects.js';

const [old, next, other] = await Promise.all(['old', 'next', 'other'].map((name) => issue({ name })));
const bundle = (roots: readonly (typeof old)[], name = 'linkerd-identity-trust-roots') =>
  JSON.stringify({
    apiVersion: 'trust.cert-manager.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name },
    spec: { sources: roots.map((root) => ({ inLine: root?.certificate.pem ?? '' })) },
  });
const mesh = namespace('linkerd', "linkerd.io/is-control-plane: 'true'");

ruleTester(rule, {
  ignores: {
    'a cluster without a mesh': { east: bundle([old]), west: namespace('apps') },
    'other bundles': { east: bundle([old]), west: bundle([other], 'messaging') },
  },
  passes: {
    'accepts clusters in the midst of a rotation': { east: bundle([old]), west: bundle([next, old]) },
  },
  notJudged: {
    'meshes of which none states its roots': [
      { east: mesh, west: mesh },
      'the trust roots are not among the files',
      'the trust roots are not among the files',
    ],
    'a mesh whose roots are in a Secret': [
      { east: bundle([old]), west: bundle([]) + mesh },
      'the trust roots of no other mesh are among the files',
      'the trust roots are not among the files',
    ],
    'a cluster whose roots are not known': [
      { east: bundle([old]), west: bundle([]) },
      'the trust roots of no other mesh are among the files',
      'the trust roots are not among the files',
    ],
  },
  fails: {
    'where one mesh has none': [
      { east: bundle([old]), west: bundle([old], 'roots') + namespace('mesh', "linkerd.io/is-control-plane: 'true'") },
      {
        cluster: 'west',
        object: 'Namespace mesh',
        path: 'metadata.name',
        expected: 'a Bundle linkerd-identity-trust-roots, as cluster east has one',
        effect: 'The control plane does not start.',
      },
    ],
    'and reports the later cluster': [
      { east: bundle([old]), west: bundle([next, other]) },
      {
        cluster: 'west',
        object: 'Bundle linkerd-identity-trust-roots',
        path: 'spec.sources[0].inLine',
        got: 'roots that cluster east does not have',
      },
    ],
  },
});
