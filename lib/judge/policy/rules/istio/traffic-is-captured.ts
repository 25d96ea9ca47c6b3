import type { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { hasSidecar, mayBeInMesh } from '../../../model/istio/injection.js';
import { inboundPorts, portsOfService } from '../../../model/istio/service-ports.js';
import { includesPort, parsePortList } from '../../../model/linkerd/port-list.js';
import { breadthOf, mayHavePods } from '../../../model/network/address-blocks.js';
import { perCluster } from '../../../model/per-cluster.js';
import { namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { istioPodRule } from '../../istio-pod-rule.js';
import { notJudged, type Outcome } from '../../outcome.js';

const PREFIX = 'traffic.sidecar.istio.io/';
const MODE = 'sidecar.istio.io/interceptionMode';
const BYPASS = 'ambient.istio.io/bypass-inbound-capture';

export default istioPodRule({
  id: 'istio/traffic-is-captured',
  severity: 'error',
  summary: 'The proxy captures every port of a workload in the mesh, and its calls to other workloads in the mesh.',
  rationale:
    'Traffic that the proxy does not capture has no mTLS, no AuthorizationPolicy and no JWT: the pod serves everyone who reaches it there, except callers in the mesh, which speak mTLS to it.',
  source: 'https://istio.io/latest/docs/reference/config/annotations/',
  appliesTo: POD_KINDS,
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'Node',
    'Service',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
  ],
  passes: example('9000'),
  fails: example('8080'),
  proxy: 'any',
  *check(pod, cluster) {
    const bypass = annotationOf(pod, BYPASS);
    if (bypass.text === 'true') {
      yield bypass.violation({
        expected: NONE,
        effect: 'Connections bypass ztunnel at every port, in plaintext and past every policy.',
        fix: 'Remove it.',
      });
    }
    if (!hasSidecar(pod, cluster)) return;
    yield* portsUnknown(pod, cluster);
    yield* uncapturedPorts(pod, cluster);
    yield* uncapturedCalls(pod, cluster);
    yield* wholesale(pod);
  },
});

const NONE = 'no such annotation';
const SERVED =
  'The pod serves everyone who reaches it there in plaintext, past every PeerAuthentication and AuthorizationPolicy.';
const SENT = 'leave in plaintext and without an identity';

function annotationOf({ metadata }: PodTemplate, key: string): Field {
  return metadata.at('annotations', key);
}

/** A list of ports for pods that may listen at any. */
function* portsUnknown(pod: PodTemplate, cluster: ClusterIndex): Iterable<Outcome> {
  const [excluded, included] = ['excludeInboundPorts', 'includeInboundPorts'].map((name) =>
    annotationOf(pod, `${PREFIX}${name}`),
  );
  const isOpen = included?.text !== undefined && included.text.trim() !== '*';
  const list = isOpen ? included : excluded?.text?.trim() ? excluded : undefined;
  if (list === undefined || inboundPorts(pod, cluster).length > 0) return;
  yield notJudged(`${objectLabel(pod.resource.object)} declares no port`, list);
}

function* uncapturedPorts(pod: PodTemplate, cluster: ClusterIndex): Iterable<Outcome> {
  const { name } = pod.resource.object.metadata;
  const ports = inboundPorts(pod, cluster);
  const excluded = annotationOf(pod, `${PREFIX}excludeInboundPorts`);
  for (const port of ports) {
    if (!includesPort(parsePortList(excluded.text ?? ''), port)) continue;
    yield excluded.violation({
      got: `${excluded.text}, which includes ${name}:${port}`,
      expected: 'no port of a container',
      effect: SERVED,
      fix: `Remove ${port}.`,
    });
  }
  const included = annotationOf(pod, `${PREFIX}includeInboundPorts`);
  if (included.text === undefined || included.text.trim() === '*') return;
  const list = parsePortList(included.text);
  const left = ports.filter((port) => !includesPort(list, port));
  if (left.length === 0) return;
  yield included.violation({
    got: `${included.text === '' ? 'no port' : included.text}, without ${listed(left.map((port) => `${name}:${port}`))}`,
    expected: `every port of the containers, or ${NONE}`,
    effect: SERVED,
    fix: 'Remove the annotation.',
  });
}

function* uncapturedCalls(pod: PodTemplate, cluster: ClusterIndex): Iterable<Outcome> {
  const excluded = annotationOf(pod, `${PREFIX}excludeOutboundPorts`);
  const list = parsePortList(excluded.text ?? '');
  for (const [port, service] of meshedPorts(cluster)) {
    if (!includesPort(list, port)) continue;
    yield excluded.violation({
      got: `${excluded.text}, which includes port ${port} of Service ${service} in the mesh`,
      expected: 'ports that no Service in the mesh has',
      effect: `Calls to ${service} ${SENT}, and STRICT refuses them.`,
      fix: `Remove ${port}.`,
    });
  }
  const possible = possiblyMeshed(cluster).find(({ port }) => includesPort(list, port));
  if (possible !== undefined) yield notJudged(`Namespace ${possible.namespace} is not among the files`, excluded);
  const ranges = annotationOf(pod, `${PREFIX}excludeOutboundIPRanges`);
  const blocks = (ranges.text ?? '').split(',').map((cidr) => ({ cidr: cidr.trim(), except: [] }));
  const breadth = breadthOf(blocks, cluster);
  if (breadth === undefined && mayHavePods(blocks, cluster)) {
    yield notJudged(`no Node among the files says whether ${ranges.shown} has pods`, ranges);
  }
  if (breadth === undefined) return;
  yield ranges.violation({
    got: `${ranges.text}, which ${breadth === 'everyone' ? 'is every address' : 'includes other pods'}`,
    expected: 'networks outside the mesh, as narrow as possible',
    effect: `Calls to them ${SENT}, past every Sidecar and egress gateway.`,
    fix: 'Remove them.',
  });
}

/** Annotations that exclude more than a port. */
function* wholesale(pod: PodTemplate): Iterable<Outcome> {
  const interfaces = annotationOf(pod, `${PREFIX}excludeInterfaces`);
  if (interfaces.text !== undefined && interfaces.text.trim() !== '') {
    yield interfaces.violation({
      expected: NONE,
      effect: 'All traffic on these interfaces bypasses the proxy, in plaintext and past every policy.',
      fix: 'Remove it.',
    });
  }
  const mode = annotationOf(pod, MODE);
  if (mode.text === 'NONE') {
    yield mode.violation({
      expected: 'REDIRECT or TPROXY',
      effect: 'Nothing is captured: the pod serves every port in plaintext and past every policy.',
      fix: 'Remove it.',
    });
  }
  const included = annotationOf(pod, `${PREFIX}includeOutboundIPRanges`);
  if (included.text !== undefined && included.text.trim() !== '*') {
    yield included.violation({
      got: included.text === '' ? 'no range' : included.text,
      expected: `*, or ${NONE}`,
      effect: `Calls to every other address ${SENT}, past every Sidecar and egress gateway.`,
      fix: 'Remove it.',
    });
  }
}

/** Port of a Service to the first Service, by name, whose pods have a sidecar. */
const meshedPorts = perCluster((cluster): readonly (readonly [number, string])[] => {
  const ports = new Map<number, string>();
  const services = cluster
    .ofKind('Service')
    .filter((service) => cluster.podsBehind(service).some((pod) => hasSidecar(pod, cluster)))
    .map((service) => ({ service, name: `${namespaceOf(service)}/${service.object.metadata.name}` }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { service, name } of services) {
    for (const port of portsOfService(service)) {
      const number = port.at('port').number;
      if (number !== undefined && !ports.has(number)) ports.set(number, name);
    }
  }
  return [...ports.entries()].sort(([a], [b]) => a - b);
});

/** Ports of Services whose pods may be in the mesh, with the Namespace that is not among the files. */
const possiblyMeshed = perCluster((cluster): readonly { readonly port: number; readonly namespace: string }[] =>
  cluster
    .ofKind('Service')
    .filter((service) => cluster.podsBehind(service).some((pod) => mayBeInMesh(pod, cluster)))
    .flatMap((service) =>
      portsOfService(service).flatMap((port) => {
        const number = port.at('port').number;
        return number === undefined ? [] : [{ port: number, namespace: namespaceOf(service) }];
      }),
    ),
);

function example(ports: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: apps
  annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "${ports}" }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
`;
}
