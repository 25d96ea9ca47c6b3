import rule from '../../../../../lib/judge/policy/rules/istio/gateway-selects-gateways.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);

ruleTester(rule, {
  passes: {
    'accepts gateways of the Gateway API': good
      .replace('annotations: { inject.istio.io/templates: gateway }', 'annotations: {}')
      .replace('{ istio: ingress }, a', '{ istio: ingress, gateway.networking.k8s.io/gateway-name: public }, a'),
    'accepts a proxy that is written out': good
      .replace('inject.istio.io/templates: gateway', 'team: edge')
      .replace('image: auto', 'args: [proxy, router]'),
  },
  fails: {
    'without a selector': [
      good.replace('selector: { istio: ingress }, ', ''),
      { path: 'spec.selector', got: 'nothing' },
    ],
    'whose labels no pod has': [
      good.replace('istio: ingress }, servers', 'istio: ingressgateway }, servers'),
      {
        got: '{"istio":"ingressgateway"}, which no pod of any namespace has',
        expected: 'the labels of Deployment edge/ingress ({"istio":"ingress"})',
      },
    ],
    'whose labels an application has': [
      `${good}---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { istio: ingress } }
spec: { containers: [{ name: web }] }
`,
      { got: '{"istio":"ingress"}, which Pod apps/web has too' },
    ],
    'where no pod is a gateway': [
      `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { istio: ingress } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
`,
      { expected: 'the labels of a gateway, but no pod in the files is one' },
    ],
  },
});
