import rule from '../../../../../lib/judge/policy/rules/linkerd/server-selects-a-pod.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, server } from '../../../model/linkerd/objects.js';

const byName = 'podSelector: { matchLabels: { gateway.networking.k8s.io/gateway-name: edge } }, port: 8443';
const byMesh = 'podSelector: { matchLabels: { linkerd.io/control-plane-ns: linkerd } }, port: linkerd-admin';

/** A Gateway of the Gateway API, whose class makes pods with these labels. */
const gatewayApi = (labels: string) => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: apps }
spec: { gatewayClassName: any, infrastructure: { labels: ${labels} }, listeners: [] }
`;

ruleTester(rule, {
  ignores: {
    'an empty selector': server('podSelector: {}, port: 80'),
    'a Server of external workloads': server('externalWorkloadSelector: { matchLabels: { app: vm } }, port: 80'),
  },
  passes: {
    'accepts the pods that a Gateway has made': gatewayApi('{ app: web }') + server(),
    'accepts the name that they bear': gatewayApi('{}') + server(byName),
    'accepts labels that the injector adds': deployment() + server(byMesh),
  },
  fails: {
    'where a Gateway has pods made with other labels': [gatewayApi('{ app: edge }') + server(), {}],
    'where the pods are in another namespace': [
      deployment({ namespace: 'edge' }) + server(),
      { path: 'spec.podSelector', got: '{"matchLabels":{"app":"web"}}' },
    ],
    'where the pods are not in the mesh': [deployment({ annotations: '{}' }) + server(byMesh), {}],
  },
});
