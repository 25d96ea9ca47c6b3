import rule from '../../../../../lib/judge/policy/rules/istio/sidecar-egress-is-consistent.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { meshConfig } from '../../../model/istio/security-objects.js';

const good = String(rule.passes);
const bad = String(rule.fails);

const entry = 'outboundTrafficPolicy: { mode: ALLOW_ANY }, egress';

ruleTester(rule, {
  passes: {
    'accepts wildcards': good.replace('./web.apps.svc.cluster.local', './*.example.org'),
    'accepts only every host': good.replace('"./web.apps.svc.cluster.local", "istio-system/*"', '"*/*"'),
    'accepts ALLOW_ANY where the mesh does not close its egress': good.replace('egress', entry) + meshConfig(),
  },
  fails: {
    'of a host that nothing is': [
      bad,
      {
        path: 'spec.egress[0].hosts[0]',
        got: './wbe.apps.svc.cluster.local, which no Service or ServiceEntry that namespace apps sees has',
      },
    ],
    'of a host that is named twice': [
      good.replace('istio-system/*', 'apps/web.apps.svc.cluster.local'),
      { path: 'spec.egress[0].hosts[1]', got: 'apps/web.apps.svc.cluster.local again' },
    ],
    'of every host beside others': [good.replace('istio-system/*', '*/*'), { got: '*/* beside 1 more' }],
    'of ALLOW_ANY where the mesh closes its egress': [
      good.replace('egress', entry) + meshConfig('{ outboundTrafficPolicy: { mode: REGISTRY_ONLY } }'),
      { path: 'spec.outboundTrafficPolicy.mode', got: 'ALLOW_ANY, while the mesh says REGISTRY_ONLY' },
    ],
  },
  notJudged: {
    'hosts of namespaces that are not among the files': [
      good.replace('./web.apps', 'shop/cart.shop'),
      'no Service or pod of namespace shop is among the files',
    ],
    'ALLOW_ANY where no control plane is among the files': [
      `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: web, namespace: apps }
spec: { outboundTrafficPolicy: { mode: ALLOW_ANY } }
`,
      'no control plane of Istio is among the files',
    ],
  },
});
