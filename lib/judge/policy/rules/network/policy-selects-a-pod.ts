import { Field } from '../../../../manifest/field.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { selectsAcmeSolver } from '../../../model/pods/acme-solver.js';
import { selectsGateway } from '../../../model/pods/gateway-pods.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { selectsPods } from '../../declared/selects-pods.js';

const OPERATORS = ['sailoperator.io/Istio', 'sailoperator.io/IstioCNI', 'sailoperator.io/IstioRevision'];

export default selectsPods({
  id: 'network/policy-selects-a-pod',
  severity: 'error',
  summary: 'Every NetworkPolicy selects a pod of its namespace.',
  rationale: 'A policy that selects nothing guards nothing, although it looks as if it did.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  reads: [
    ...POD_KINDS,
    'Namespace',
    'cert-manager.io/ClusterIssuer',
    'cert-manager.io/Issuer',
    'gateway.networking.k8s.io/Gateway',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioCNI',
    'sailoperator.io/IstioRevision',
  ],
  states: {
    selector: 'spec.podSelector',
    form: 'LabelSelector',
    // An empty selector is a default for pods to come.
    empty: 'is not judged',
    effect: 'The policy guards nothing.',
    fix: 'Use the labels of the pods to guard.',
  },
  unless: (selector, cluster) => {
    const namespace = namespaceOf(selector.resource);
    return (
      isInstalledByOperator(namespace, cluster) ||
      selectsAcmeSolver(selector.value, cluster) ||
      selectsGateway(selector.value, namespace, cluster)
    );
  },
  passes: example('web'),
  fails: example('website'),
});

/** Whether an operator makes pods in the namespace from an object that holds none. */
function isInstalledByOperator(namespace: string, cluster: ClusterIndex): boolean {
  return cluster.ofKind(...OPERATORS).some((resource) => Field.of(resource).at('spec', 'namespace').text === namespace);
}

function example(app: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: ${app} } } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
`;
}
