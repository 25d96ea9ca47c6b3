import rule from '../../../../../lib/judge/policy/rules/network/service-names-its-callers.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const service = (spec: string, annotations = '{}') => `
apiVersion: v1
kind: Service
metadata: { name: hub, namespace: apps, annotations: ${annotations} }
spec: { ${spec} }
`;
const balancer = 'type: LoadBalancer, ports: [{ port: 7422 }]';

ruleTester(rule, {
  passes: {
    'accepts ports that are there for everyone': service('type: LoadBalancer, ports: [{ port: 80 }, { port: 443 }]'),
    'accepts an internal load balancer': service(
      balancer,
      '{ service.beta.kubernetes.io/aws-load-balancer-scheme: internal }',
    ),
    'accepts one by the name of the annotation': service(
      balancer,
      '{ service.beta.kubernetes.io/azure-load-balancer-internal: "true" }',
    ),
    'accepts a node port': service('type: NodePort, ports: [{ port: 7422 }]'),
  },
  fails: {
    'with ranges that are everyone': [
      service(`${balancer}, loadBalancerSourceRanges: [0.0.0.0/1, 128.0.0.0/1]`),
      { path: 'spec.loadBalancerSourceRanges', got: '["0.0.0.0/1","128.0.0.0/1"], for 7422' },
    ],
    'with a port beside public ones': [
      service('type: LoadBalancer, ports: [{ port: 443 }, { port: 4222 }]'),
      { got: 'nothing, for 4222', effect: 'Anyone on the internet can connect.' },
    ],
    'where the annotation says that it is not internal': [
      service(balancer, '{ service.beta.kubernetes.io/azure-load-balancer-internal: "false" }'),
      { got: 'nothing, for 7422' },
    ],
    'with an external address': [
      service('externalIPs: [192.0.2.1], ports: [{ port: 80 }]'),
      { path: 'spec.externalIPs', got: '["192.0.2.1"]' },
    ],
  },
});
