import type { Field } from '../../../../manifest/field.js';
import { listAt, numberAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { proxyAnnotationsOf } from '../../../model/linkerd/annotations.js';
import { OPAQUE_PORTS, opaqueToPolicy } from '../../../model/linkerd/inbound-ports.js';
import { INJECT_ANNOTATION, isInjected } from '../../../model/linkerd/injection.js';
import { includesPort } from '../../../model/linkerd/port-list.js';
import { serversOfPort } from '../../../model/linkerd/server.js';
import { publishersOf } from '../../../model/network/exposure.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { type ContainerPort, portsOf } from '../../../model/pods/ports.js';
import { whyUndecided } from '../../linkerd/meshed-pods.js';
import type { NotJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const PREFIX = 'config.linkerd.io/';
/** Annotations that replace images of the control plane's installation. */
const OWN_PROXY = ['proxy-image', 'proxy-version', 'init-image', 'init-image-version', 'debug-image'];
const DEBUG = 'enable-debug-sidecar';
const TRUE = /^(?:1|t|true)$/i;

export default defineRule({
  id: 'linkerd/proxy-is-as-installed',
  severity: 'warning',
  scope: 'object',
  summary: 'Pods get the proxy that the control plane was installed with, and no debug sidecar.',
  rationale:
    'A proxy of another image sees all traffic, holds the identity of the pod, and is not upgraded with the mesh. The debug sidecar records traffic with root privileges. Ingress mode leaves the mesh whenever a request names no host.',
  source: 'https://linkerd.io/2-edge/reference/proxy-configuration/',
  appliesTo: ['Namespace', ...POD_KINDS],
  reads: ['*', 'Service', 'policy.linkerd.io/Server'],
  passes: example('config.linkerd.io/proxy-log-level: warn'),
  fails: example('config.linkerd.io/proxy-version: edge-24.1.1'),
  *about(resource, cluster): Generator<Installed | NotJudged> {
    const pod = cluster.podOf(resource);
    const annotations = proxyAnnotationsOf(resource, cluster);
    if (pod === undefined ? resource.object.kind === 'Namespace' : isInjected(pod, cluster)) yield { annotations, pod };
    else if (pod !== undefined && [...OWN_PROXY, DEBUG].some((name) => annotations.at(`${PREFIX}${name}`).isSet)) {
      yield* whyUndecided(pod, cluster);
    }
  },
  *check({ annotations, pod }, cluster) {
    for (const name of OWN_PROXY) {
      const field = annotations.at(`${PREFIX}${name}`);
      if (field.text === undefined) continue;
      yield field.violation({
        expected: 'no such annotation: the image that the control plane was installed with',
        effect: 'These proxies do not follow upgrades.',
        fix: 'Remove it, and set image and release where the control plane is installed.',
      });
    }
    const debug = annotations.at(`${PREFIX}${DEBUG}`);
    if (debug.text !== undefined && TRUE.test(debug.text)) {
      yield debug.violation({
        expected: 'no debug sidecar',
        effect: 'The sidecar can record all traffic of the pod in plain text.',
        fix: 'Remove the annotation when you have found the problem.',
      });
    }
    const inject = annotations.at(INJECT_ANNOTATION);
    if (inject.text !== 'ingress' || (pod !== undefined && isIngress(pod, cluster))) return;
    yield inject.violation({
      expected: 'enabled, except for the pods of an ingress controller',
      effect:
        'In ingress mode the proxy routes by headers that an ingress controller sets. Requests without them leave without mTLS.',
      fix: 'Set enabled.',
    });
  },
});

/** The annotations of a Namespace, or of injected pods. */
interface Installed {
  readonly annotations: Field;
  readonly pod: PodTemplate | undefined;
}

/** Whether the pods may be an ingress controller: published, and with no port that is forwarded unread. */
function isIngress(pod: PodTemplate, cluster: ClusterIndex): boolean {
  const opaque = opaqueToPolicy(pod.annotations[OPAQUE_PORTS]);
  const ports = portsOf(pod);
  const isUnread = ({ number }: ContainerPort) =>
    includesPort(opaque, number) || serversOfPort(pod, number, cluster)[0]?.protocol === 'opaque';
  const published = ports.some(
    ({ number, container }) =>
      publishersOf(pod, number, cluster).length > 0 ||
      listAt(container.spec, 'ports').some((port) => numberAt(port, 'hostPort') !== undefined),
  );
  return published && !ports.some(isUnread);
}

function example(annotation: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { linkerd.io/inject: enabled, ${annotation} } }
spec: { containers: [{ name: web }] }
`;
}
