import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listAt, numberAt, stringsAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { INJECT_ANNOTATION, isInjected } from '../../../model/linkerd/injection.js';
import { includesPort, opaqueToPolicy } from '../../../model/linkerd/port-list.js';
import { serversOfPort } from '../../../model/linkerd/server.js';
import { publishersOf } from '../../../model/network/exposure.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { defineRule } from '../../rule.js';

const PREFIX = 'config.linkerd.io/';
/** Annotations that put another proxy into the pods than the control plane's own. */
const OWN_PROXY = ['proxy-image', 'proxy-version', 'init-image', 'init-image-version', 'debug-image'];
const TRUE = /^(?:1|t|true)$/i;

export default defineRule({
  id: 'linkerd/proxy-is-as-installed',
  severity: 'warning',
  scope: 'object',
  summary: 'Pods get the proxy that the control plane was installed with, and nothing beside it.',
  rationale:
    'A proxy of another image sees all traffic and holds the identity of the pod, and stays behind when the mesh is upgraded. The debug sidecar records traffic with the rights of root, and the ingress mode leaves the mesh wherever a request names no host.',
  source: 'https://linkerd.io/2-edge/reference/proxy-configuration/',
  appliesTo: ['Namespace', ...POD_KINDS],
  passes: example('config.linkerd.io/proxy-log-level: warn'),
  fails: example('config.linkerd.io/proxy-version: edge-24.1.1'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod !== undefined) {
      if (!isInjected(pod, cluster)) return;
      yield* judged(pod.ownAnnotations, pod.metadataPath);
      if (pod.ownAnnotations[INJECT_ANNOTATION] === 'ingress' && !isIngress(pod, cluster)) {
        yield ingressMode(pod.metadataPath);
      }
    } else if (resource.object.kind === 'Namespace') {
      const annotations = stringsAt(resource.object, 'metadata', 'annotations');
      yield* judged(annotations, 'metadata');
      if (annotations[INJECT_ANNOTATION] === 'ingress') yield ingressMode('metadata');
    }
  },
});

function* judged(annotations: Readonly<Record<string, string>>, path: string): Iterable<Fault> {
  for (const key of OWN_PROXY.map((name) => `${PREFIX}${name}`)) {
    const value = annotations[key];
    if (value === undefined) continue;
    yield {
      path: at(path, 'annotations', key),
      got: value,
      expected: 'no such annotation: the image that the control plane was installed with',
      fix: 'Remove it, and set image and release where the control plane is installed; until then these proxies follow no upgrade.',
    };
  }
  const key = `${PREFIX}enable-debug-sidecar`;
  const value = annotations[key];
  if (value === undefined || !TRUE.test(value)) return;
  yield {
    path: at(path, 'annotations', key),
    got: value,
    expected: 'no debug sidecar',
    fix: 'Remove the annotation once the trouble is found: the sidecar may record all traffic of the pod in plain text.',
  };
}

/** Whether the pods may be an ingress controller: published, and with no port that is forwarded unread. */
function isIngress(pod: PodTemplate, cluster: ClusterIndex): boolean {
  const opaque = opaqueToPolicy(pod.annotations[`${PREFIX}opaque-ports`]);
  const ports = portsOf(pod);
  const isUnread = ({ number }: { readonly number: number }) =>
    includesPort(opaque, number) || serversOfPort(pod, number, cluster)[0]?.protocol === 'opaque';
  const published = ports.some(
    ({ number, container }) =>
      publishersOf(pod, number, cluster).length > 0 ||
      listAt(container.spec, 'ports').some((port) => numberAt(port, 'hostPort') !== undefined),
  );
  return published && !ports.some(isUnread);
}

function ingressMode(path: string): Fault {
  return {
    path: at(path, 'annotations', INJECT_ANNOTATION),
    got: 'ingress',
    expected: 'enabled, but for the pods of an ingress controller',
    fix: 'Set enabled: in ingress mode the proxy finds its way by headers that an ingress controller sets, and what has none leaves without mTLS.',
  };
}

function example(annotation: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { linkerd.io/inject: enabled, ${annotation} } }
spec: { containers: [{ name: web }] }
`;
}
