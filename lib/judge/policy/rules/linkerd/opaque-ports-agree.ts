import { at } from '../../../../manifest/field-path.js';
import { listAt, numberAt, shown, stringAt, stringsAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { isInjected, namespaceAnnotations } from '../../../model/linkerd/injection.js';
import { includesPort, parsePortList } from '../../../model/linkerd/port-list.js';
import { serversOfPort } from '../../../model/linkerd/server.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { natsServersIn } from '../../../model/nats/server.js';
import { namespaceOf, type PodTemplate } from '../../../model/pods/pod.js';
import { resolvePort } from '../../../model/pods/ports.js';
import { defineRule } from '../../rule.js';

const KEY = 'config.linkerd.io/opaque-ports';
const DEFAULTS = '25,587,3306,4444,5432,6379,9300,11211';

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
    metadata: { labels: { app: queue }, annotations: { linkerd.io/inject: enabled, ${KEY}: "5672" } }
    spec: { containers: [{ name: queue, ports: [{ containerPort: 5672 }] }] }
`;

export default defineRule({
  id: 'linkerd/opaque-ports-agree',
  severity: 'warning',
  scope: 'object',
  summary: 'A port is opaque on a Service where it is opaque on the pods behind it, and nowhere else.',
  rationale:
    'Clients follow the Service, the proxy of the server follows the pod: where one takes the port for opaque and the other waits to find out the protocol, connections on which the server speaks first hang for 10 seconds.',
  source: 'https://linkerd.io/2-edge/reference/cli/check/#linkerd-opaque-ports-definition',
  appliesTo: ['Service'],
  passes: example(`{ ${KEY}: "5672" }`),
  fails: example('{}'),
  *check(resource, cluster) {
    const { object } = resource;
    // Clients of a headless Service dial the pods, whose annotations hold then.
    if (stringAt(object, 'spec', 'clusterIP') === 'None') return;
    const pods = cluster.podsBehind(resource).filter((pod) => isJudged(pod, cluster));
    for (const [index, entry] of listAt(object, 'spec', 'ports').entries()) {
      const port = numberAt(entry, 'port');
      const protocol = stringAt(entry, 'protocol') ?? 'TCP';
      if (port === undefined || protocol !== 'TCP' || valueAt(entry, 'appProtocol') !== undefined) continue;
      const target = valueAt(entry, 'targetPort') ?? port;
      const onService = opaqueOnService(resource, port, typeof target === 'number' ? target : undefined, cluster);
      for (const pod of pods) {
        const number = resolvePort(pod, target);
        const onPod = number === undefined ? undefined : opaqueOnPod(pod, number, cluster);
        if (onPod === undefined || onPod === onService) continue;
        const own = stringsAt(object, 'metadata', 'annotations')[KEY];
        yield {
          path: at('metadata', 'annotations', KEY),
          got: `${shown(own)}, so that port ${port} is ${onService ? 'opaque' : 'not opaque'}`,
          expected: `port ${port}, spec.ports[${index}], to be ${onPod ? 'opaque' : 'read'}, as port ${number} of ${pod.resource.object.kind} ${pod.resource.object.metadata.name} is`,
          fix: `Give Service and pods the same ports in ${KEY}; the list replaces Linkerd's own.`,
        };
        break;
      }
    }
  },
});

/** The ports of NATS servers have a rule of their own. */
function isJudged(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return isInjected(pod, cluster) && natsServersIn(cluster, pod.resource).length === 0;
}

function defaultList(cluster: ClusterIndex): string {
  return stringAt(controlPlaneInstallOf(cluster)?.values, 'proxy', 'opaquePorts') ?? DEFAULTS;
}

/** The injector annotates a Service that says nothing: from the namespace, or from Linkerd's own list by target port. */
function opaqueOnService(service: Resource, port: number, target: number | undefined, cluster: ClusterIndex): boolean {
  const said =
    stringsAt(service.object, 'metadata', 'annotations')[KEY] ??
    namespaceAnnotations(namespaceOf(service), cluster)[KEY];
  if (said !== undefined) return includesPort(parsePortList(said), port);
  const defaults = parsePortList(defaultList(cluster));
  return includesPort(defaults, port) || (target !== undefined && includesPort(defaults, target));
}

/** Undefined where a Server says what the port speaks. */
function opaqueOnPod(pod: PodTemplate, port: number, cluster: ClusterIndex): boolean | undefined {
  const [server] = serversOfPort(pod, port, cluster);
  if (server !== undefined && server.protocol !== 'unknown') return server.protocol === 'opaque' ? true : undefined;
  return includesPort(parsePortList(pod.annotations[KEY] ?? defaultList(cluster)), port);
}
