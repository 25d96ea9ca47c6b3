import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, numberAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { hasSidecar, isInMesh } from '../../../model/istio/injection.js';
import { inboundPorts } from '../../../model/istio/protocols.js';
import { includesPort, parsePortList } from '../../../model/linkerd/port-list.js';
import { breadthOf } from '../../../model/network/address-blocks.js';
import { perCluster } from '../../../model/per-cluster.js';
import { namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const PREFIX = 'traffic.sidecar.istio.io/';
const MODE = 'sidecar.istio.io/interceptionMode';
const BYPASS = 'ambient.istio.io/bypass-inbound-capture';

export default defineRule({
  id: 'istio/traffic-is-captured',
  severity: 'error',
  scope: 'object',
  summary: 'No port of a workload in the mesh is left out by its proxy, nor are calls to others in the mesh.',
  rationale:
    'What the proxy does not capture has no mTLS, no AuthorizationPolicy and no JWT: whoever reaches the pod is served there, and callers in the mesh, who speak mTLS to it, are not.',
  source: 'https://istio.io/latest/docs/reference/config/annotations/',
  appliesTo: POD_KINDS,
  passes: example('9000'),
  fails: example('8080'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || !isInMesh(pod, cluster)) return;
    if (pod.ownAnnotations[BYPASS] === 'true') {
      yield {
        path: at(pod.metadataPath, 'annotations', BYPASS),
        got: 'true',
        expected: 'no such annotation',
        fix: 'Remove it: connections come past ztunnel to every port, in plain text and past every policy.',
      };
    }
    if (hasSidecar(pod, cluster)) {
      yield* inbound(pod, cluster);
      yield* outbound(pod, cluster);
      yield* wholesale(pod);
    }
  },
});

function* inbound(pod: PodTemplate, cluster: ClusterIndex): Iterable<Fault> {
  const { name } = pod.resource.object.metadata;
  const ports = inboundPorts(pod, cluster);
  const excluded = pod.ownAnnotations[`${PREFIX}excludeInboundPorts`];
  const included = pod.ownAnnotations[`${PREFIX}includeInboundPorts`];
  const effect =
    'anyone who reaches the pod is served there in plain text, past every PeerAuthentication and AuthorizationPolicy';
  for (const port of ports) {
    if (excluded === undefined || !includesPort(parsePortList(excluded), port)) continue;
    yield {
      path: at(pod.metadataPath, 'annotations', `${PREFIX}excludeInboundPorts`),
      got: `${excluded}, which holds ${name}:${port}`,
      expected: 'no port of a container',
      fix: `Remove ${port}: ${effect}.`,
    };
  }
  if (included === undefined || included.trim() === '*') return;
  const list = parsePortList(included);
  const left = ports.filter((port) => !includesPort(list, port));
  if (left.length === 0) return;
  yield {
    path: at(pod.metadataPath, 'annotations', `${PREFIX}includeInboundPorts`),
    got: `${included === '' ? 'no port' : included}, without ${listed(left.map((port) => `${name}:${port}`))}`,
    expected: 'every port of the containers, or no such annotation',
    fix: `Remove the annotation: ${effect}.`,
  };
}

function* outbound(pod: PodTemplate, cluster: ClusterIndex): Iterable<Fault> {
  const excluded = pod.ownAnnotations[`${PREFIX}excludeOutboundPorts`];
  const list = parsePortList(excluded ?? '');
  for (const [port, service] of meshedPorts(cluster)) {
    if (!includesPort(list, port)) continue;
    yield {
      path: at(pod.metadataPath, 'annotations', `${PREFIX}excludeOutboundPorts`),
      got: `${excluded}, which holds port ${port} of Service ${service} in the mesh`,
      expected: 'ports that no Service in the mesh has',
      fix: `Remove ${port}: calls to ${service} leave in plain text and without an identity, and STRICT refuses them.`,
    };
  }
  const key = `${PREFIX}excludeOutboundIPRanges`;
  const ranges = pod.ownAnnotations[key];
  const blocks = (ranges ?? '').split(',').map((cidr) => ({ cidr: cidr.trim(), except: [] }));
  const breadth = breadthOf(blocks, cluster);
  if (breadth === undefined) return;
  yield {
    path: at(pod.metadataPath, 'annotations', key),
    got: `${ranges}, which is ${breadth === 'everyone' ? 'everyone' : 'where other pods are'}`,
    expected: 'networks outside of the mesh, as narrow as they are meant',
    fix: 'Remove them: calls to there leave in plain text and without an identity, past every Sidecar and egress gateway.',
  };
}

/** Annotations that leave out more than a port. */
function* wholesale(pod: PodTemplate): Iterable<Fault> {
  const interfaces = pod.ownAnnotations[`${PREFIX}excludeInterfaces`];
  if (interfaces !== undefined && interfaces.trim() !== '') {
    yield {
      path: at(pod.metadataPath, 'annotations', `${PREFIX}excludeInterfaces`),
      got: interfaces,
      expected: 'no such annotation',
      fix: 'Remove it: whatever comes and goes by these interfaces passes by the proxy, in plain text and past every policy.',
    };
  }
  if (pod.ownAnnotations[MODE] === 'NONE') {
    yield {
      path: at(pod.metadataPath, 'annotations', MODE),
      got: 'NONE',
      expected: 'REDIRECT or TPROXY',
      fix: 'Remove it: nothing is captured, so every port is served in plain text and past every policy.',
    };
  }
  const included = pod.ownAnnotations[`${PREFIX}includeOutboundIPRanges`];
  if (included !== undefined && included.trim() !== '*') {
    yield {
      path: at(pod.metadataPath, 'annotations', `${PREFIX}includeOutboundIPRanges`),
      got: included === '' ? 'no range' : included,
      expected: '*, or no such annotation',
      fix: 'Remove it: calls to every other address leave in plain text and without an identity, past every Sidecar and egress gateway.',
    };
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
    for (const entry of listAt(service.object, 'spec', 'ports')) {
      const number = numberAt(entry, 'port');
      if (number !== undefined && !ports.has(number)) ports.set(number, name);
    }
  }
  return [...ports.entries()].sort(([a], [b]) => a - b);
});

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
