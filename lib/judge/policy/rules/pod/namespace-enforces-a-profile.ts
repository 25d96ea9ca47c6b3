import { at } from '../../../../manifest/field-path.js';
import { booleanAt, listAt, stringsAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { isInjected } from '../../../model/linkerd/injection.js';
import { installedValues } from '../../../model/linkerd-control-plane/control-plane.js';
import { defineRule } from '../../rule.js';

const PREFIX = 'pod-security.kubernetes.io/';
const LEVELS = ['baseline', 'restricted'];
/** What Kubernetes keeps for itself. */
const EXEMPT = ['kube-system', 'kube-public', 'kube-node-lease'];

export default defineRule({
  id: 'pod/namespace-enforces-a-profile',
  severity: 'warning',
  scope: 'object',
  summary: 'Every namespace with pods enforces the baseline or restricted profile.',
  rationale:
    'Without the label the API server admits any pod: who may create pods in the namespace may create a privileged one, and take the node over.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
  appliesTo: ['Namespace'],
  passes: example('{ pod-security.kubernetes.io/enforce: restricted }'),
  fails: example('{}'),
  *check({ object }, cluster) {
    const { name } = object.metadata;
    if (EXEMPT.includes(name) || cluster.podsIn(name).length === 0) return;
    const labels = stringsAt(object, 'metadata', 'labels');
    const level = labels[`${PREFIX}enforce`];
    if (level !== undefined && LEVELS.includes(level)) return;
    const watched = ['audit', 'warn'].some((mode) => LEVELS.includes(labels[`${PREFIX}${mode}`] ?? ''));
    if (level === 'privileged' && watched && needsMore(name, cluster)) return;
    yield {
      path: at('metadata', 'labels', `${PREFIX}enforce`),
      got: level ?? 'nothing, which stands for privileged',
      expected: LEVELS.join(' or '),
      fix: 'Set restricted, or baseline for pods that need it. Where a mesh without its CNI plugin needs privileged, set that, and audit and warn by restricted.',
    };
  },
});

/** Whether pods of the namespace cannot do with baseline: those of the host, and those that get an init container that sets up their network. */
function needsMore(namespace: string, cluster: ClusterIndex): boolean {
  const withCni = booleanAt(installedValues(cluster), 'cniEnabled') === true;
  return cluster.podsIn(namespace).some((pod) => {
    const { hostNetwork, hostPID, hostIPC } = pod.spec;
    if (hostNetwork === true || hostPID === true || hostIPC === true) return true;
    if (listAt(pod.spec, 'volumes').some((volume) => Object.hasOwn(Object(volume), 'hostPath'))) return true;
    const privileged = pod.containers.some(
      ({ spec }) =>
        booleanAt(spec, 'securityContext', 'privileged') === true ||
        listAt(spec, 'securityContext', 'capabilities', 'add').includes('NET_ADMIN'),
    );
    return privileged || (!withCni && isInjected(pod, cluster));
  });
}

function example(labels: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: ${labels} }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
`;
}
