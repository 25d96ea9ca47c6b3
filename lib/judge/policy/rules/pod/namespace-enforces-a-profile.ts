import { Field } from '../../../../manifest/field.js';
import { booleanAt } from '../../../../manifest/read.js';
import { isInjected } from '../../../model/linkerd/injection.js';
import { installedValues } from '../../../model/linkerd-control-plane/control-plane.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const PREFIX = 'pod-security.kubernetes.io/';
const LEVELS = ['baseline', 'restricted'];
/** The namespaces of Kubernetes itself. */
const EXEMPT = ['kube-system', 'kube-public', 'kube-node-lease'];

export default defineRule<Field>({
  id: 'pod/namespace-enforces-a-profile',
  severity: 'warning',
  scope: 'object',
  summary: 'Every namespace with pods enforces the baseline or restricted profile.',
  rationale:
    'Without the label the API server admits any pod: anyone who may create pods in the namespace can create a privileged one, and take over the node.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
  appliesTo: ['Namespace'],
  reads: [...POD_KINDS, 'ConfigMap'],
  *about(resource, cluster) {
    const { name } = resource.object.metadata;
    if (!EXEMPT.includes(name) && cluster.podsIn(name).length > 0) yield Field.of(resource).at('metadata');
  },
  *check(metadata, cluster) {
    const isSafe = (mode: string) => LEVELS.includes(metadata.at('labels', `${PREFIX}${mode}`).text ?? '');
    const enforced = metadata.at('labels', `${PREFIX}enforce`);
    if (isSafe('enforce')) return;
    const watched = isSafe('audit') || isSafe('warn');
    const pods = cluster.podsIn(metadata.at('name').text ?? '');
    if (enforced.text === 'privileged' && watched) {
      if (pods.some(needsMore)) return;
      const values = installedValues(cluster);
      const isMeshed = pods.some((pod) => isInjected(pod, cluster));
      if (isMeshed && values === undefined) {
        yield notJudged(
          'the values of the control plane of Linkerd, which say cniEnabled, are not among the files',
          enforced,
        );
        return;
      }
      // Without the CNI plugin each meshed pod gets an init container that sets up its network.
      if (isMeshed && booleanAt(values, 'cniEnabled') !== true) return;
    }
    yield enforced.violation({
      got: enforced.text ?? 'nothing, which means privileged',
      expected: LEVELS.join(' or '),
      fix: 'Set restricted, or baseline for pods that need it. If a mesh without its CNI plugin needs privileged, set that, and set audit and warn to restricted.',
    });
  },
  passes: example('{ pod-security.kubernetes.io/enforce: restricted }'),
  fails: example('{}'),
});

/** Whether baseline is too little for a pod as its template is written: it uses the host, or changes the network. */
function needsMore(pod: PodTemplate): boolean {
  if (['hostNetwork', 'hostPID', 'hostIPC'].some((name) => pod.field.at(name).value === true)) return true;
  if (pod.field.at('volumes').items.some((volume) => volume.at('hostPath').value !== undefined)) return true;
  return pod.containers.some(({ field }) => {
    const context = field.at('securityContext');
    return context.at('privileged').value === true || context.at('capabilities', 'add').texts.includes('NET_ADMIN');
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
