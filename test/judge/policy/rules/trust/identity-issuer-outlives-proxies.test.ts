import rule from '../../../../../lib/judge/policy/rules/trust/identity-issuer-outlives-proxies.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate } from '../../../model/trust/objects.js';

const identity = (lifetime: string) => certificate('linkerd-identity-issuer', `${lifetime}, issuerRef: { name: ca }`);
const controller = (lifetime: string) => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: linkerd-identity, namespace: linkerd, labels: { linkerd.io/control-plane-component: identity } }
spec: { template: { spec: { containers: [{ name: identity, args: [-identity-issuance-lifetime=${lifetime}] }] } } }
`;

ruleTester(rule, {
  ignores: {
    'any other certificate': certificate('web', 'duration: 2h, renewBefore: 1h'),
  },
  passes: {
    'accepts the life of a proxy exactly': identity('duration: 48h, renewBefore: 24h'),
    'accepts shorter proxies': identity('duration: 48h, renewBefore: 6h') + controller('6h0m0s'),
  },
  fails: {
    'a second below it': [
      identity('duration: 48h, renewBefore: 23h59m59s'),
      {
        path: 'spec.renewBefore',
        got: '23h59m59s',
        expected: "at least 24h0m0s, the lifetime of a proxy's certificate",
      },
    ],
    'with longer proxies': [identity('duration: 48h, renewBefore: 24h') + controller('36h'), { got: '24h0m0s' }],
    'where a third of the duration is less': [identity('duration: 48h'), { got: '16h0m0s' }],
  },
});
