import { isOfGateway, podsOfServer, SERVER, serverOf } from '../../../model/linkerd/server.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { selectsPods } from '../../declared/selects-pods.js';

export default selectsPods({
  id: 'linkerd/server-selects-a-pod',
  severity: 'error',
  summary: 'Every Server selects a pod of its namespace.',
  rationale:
    'A Server that selects nothing protects nothing: the default inbound policy applies to the port that it was made for.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#server',
  appliesTo: [SERVER],
  reads: [...POD_KINDS, 'ConfigMap', 'Namespace', 'gateway.networking.k8s.io/Gateway'],
  passes: example('web'),
  fails: example('website'),
  states: {
    selector: 'spec.podSelector',
    form: 'LabelSelector',
    // An empty selector is a default for pods of the future.
    empty: 'is not judged',
    effect: 'The default inbound policy applies to the port.',
    fix: 'Use the labels of the pods that the Server should protect.',
  },
  otherwise({ resource }, cluster) {
    const server = serverOf(resource);
    // Policy also sees the labels that the injector adds.
    const isServed = server === undefined || podsOfServer(server, cluster).length > 0 || isOfGateway(server, cluster);
    return isServed ? [] : undefined;
  },
});

function example(app: string): string {
  return `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: ${app} } }, port: 8080 }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
`;
}
