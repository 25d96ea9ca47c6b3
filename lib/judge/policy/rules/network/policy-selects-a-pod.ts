import { Field } from '../../../../manifest/field.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { selectsAcmeSolver } from '../../../model/pods/acme-solver.js';
import { selectsGateway } from '../../../model/pods/gateway-pods.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { selectsPods } from '../../declared/selects-pods.js';
import { notJudged } from '../../outcome.js';

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
  otherwise: (selector, cluster) => {
    const namespace = namespaceOf(selector.resource);
    if (selectsAcmeSolver(selector.value, cluster) || selectsGateway(selector.value, namespace, cluster)) return [];
    const operator = operatorOf(namespace, cluster);
    if (operator === undefined) return undefined;
    const label = objectLabel(operator.object);
    return [notJudged(`the pods that an operator makes from ${label} are not among the files`, selector)];
  },
  passes: example('web'),
  fails: example('website'),
});

/** The object without pods of its own from which an operator makes pods in the namespace. */
function operatorOf(namespace: string, cluster: ClusterIndex): Resource | undefined {
  return cluster.ofKind(...OPERATORS).find((resource) => Field.of(resource).at('spec', 'namespace').text === namespace);
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
