import { Field } from '../../../../manifest/field.js';
import type { Json } from '../../../../manifest/object.js';
import { stringAt, stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { shown } from '../../../../manifest/shown.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { DEFAULT_OPAQUE_PORTS, OPAQUE_PORTS } from '../../../model/linkerd/inbound-ports.js';
import { isInjected, namespaceAnnotations } from '../../../model/linkerd/injection.js';
import { includesPort, parsePortList } from '../../../model/linkerd/port-list.js';
import { serversOfPort } from '../../../model/linkerd/server.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { natsServersIn } from '../../../model/nats/server.js';
import { namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { resolvePort } from '../../../model/pods/ports.js';
import { whyUndecided } from '../../linkerd/meshed-pods.js';
import { type NotJudged, notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const example = (annotations: string) => `
apiVersion: v1
kind: Service
metadata: { name: queue, namespace: apps, annotations: ${annotations} }
spec: { selector: { app: queue }, ports: [{ port: 5672 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: queue, namespace: apps }
spec:
  template:
    metadata: { labels: { app: queue }, annotations: { linkerd.io/inject: enabled, ${OPAQUE_PORTS}: "5672" } }
    spec: { containers: [{ name: queue, ports: [{ containerPort: 5672 }] }] }
`;

export default defineRule({
  id: 'linkerd/opaque-ports-agree',
  severity: 'warning',
  scope: 'object',
  summary: 'A port is opaque on a Service if it is opaque on the pods behind it, and only then.',
  rationale:
    "Clients follow the Service, the server's proxy follows the pod. If one treats the port as opaque and the other tries to detect the protocol, connections on which the server speaks first hang for 10 seconds.",
  source: 'https://linkerd.io/2-edge/reference/cli/check/#linkerd-opaque-ports-definition',
  appliesTo: ['Service'],
  reads: [...POD_KINDS, '*', 'ConfigMap', 'Namespace', 'policy.linkerd.io/Server'],
  passes: example(`{ ${OPAQUE_PORTS}: "5672" }`),
  fails: example('{}'),
  about: meshedPortsOf,
  *check({ field, port, target, pods }, cluster) {
    const onService = isOpaqueOnService(field.resource, port, target, cluster);
    for (const pod of pods) {
      const number = resolvePort(pod, target);
      const onPod = number === undefined ? undefined : isOpaqueOnPod(pod, number, cluster);
      if (onPod === undefined || onPod === onService) continue;
      const annotation = Field.of(field.resource).at('metadata', 'annotations', OPAQUE_PORTS);
      const { kind, metadata } = pod.resource.object;
      yield annotation.violation({
        got: `${shown(annotation.text)}, so that port ${port} is ${onService ? 'opaque' : 'not opaque'}`,
        expected: `port ${port}, ${field.path}, to be ${onPod ? 'opaque' : 'not opaque'}, as port ${number} of ${kind} ${metadata.name} is`,
        fix: `Give Service and pods the same ports in ${OPAQUE_PORTS}. The list replaces Linkerd's own.`,
      });
      return;
    }
  },
});

/** A port of a Service with injected pods behind it. */
interface ServicePort {
  readonly field: Field;
  readonly port: number;
  readonly target: Json;
  readonly pods: readonly PodTemplate[];
}

function meshedPortsOf(service: Resource, cluster: ClusterIndex): readonly (ServicePort | NotJudged)[] {
  const spec = Field.of(service).at('spec');
  // The ports of NATS servers have a rule of their own. Clients of a headless Service dial the pods, whose annotations count then.
  if (spec.at('clusterIP').text === 'None') return [];
  const behind = cluster.podsBehind(service).filter(({ resource }) => natsServersIn(cluster, resource).length === 0);
  const pods = behind.filter((pod) => isInjected(pod, cluster));
  if (pods.length === 0) {
    return behind.flatMap((pod) => whyUndecided(pod, cluster)).map((undecided) => notJudged(undecided.notJudged));
  }
  return spec.at('ports').items.flatMap((field) => {
    const port = field.at('port').number;
    const protocol = field.at('protocol').text ?? 'TCP';
    if (port === undefined || protocol !== 'TCP' || field.at('appProtocol').value !== undefined) return [];
    return [{ field, port, target: field.at('targetPort').value ?? port, pods }];
  });
}

function defaultList(cluster: ClusterIndex): string {
  return stringAt(controlPlaneInstallOf(cluster)?.values, 'proxy', 'opaquePorts') ?? DEFAULT_OPAQUE_PORTS;
}

/** The injector annotates a Service that says nothing: from the namespace, or from Linkerd's own list by target port. */
function isOpaqueOnService(service: Resource, port: number, target: Json, cluster: ClusterIndex): boolean {
  const stated =
    stringsAt(service.object, 'metadata', 'annotations')[OPAQUE_PORTS] ??
    namespaceAnnotations(namespaceOf(service), cluster)[OPAQUE_PORTS];
  if (stated !== undefined) return includesPort(parsePortList(stated), port);
  const defaults = parsePortList(defaultList(cluster));
  return includesPort(defaults, port) || (typeof target === 'number' && includesPort(defaults, target));
}

/** Undefined if a Server states the protocol of the port. */
function isOpaqueOnPod(pod: PodTemplate, port: number, cluster: ClusterIndex): boolean | undefined {
  const [server] = serversOfPort(pod, port, cluster);
  if (server !== undefined && server.protocol !== 'unknown') return server.protocol === 'opaque' ? true : undefined;
  return includesPort(parsePortList(pod.annotations[OPAQUE_PORTS] ?? defaultList(cluster)), port);
}
