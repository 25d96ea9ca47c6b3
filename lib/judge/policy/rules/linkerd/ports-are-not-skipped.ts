import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listAt, numberAt, stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { isInjected } from '../../../model/linkerd/injection.js';
import { includesPort, parsePortList } from '../../../model/linkerd/port-list.js';
import { breadthOf } from '../../../model/network/address-blocks.js';
import { perCluster } from '../../../model/per-cluster.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { defineRule } from '../../rule.js';

const INBOUND = 'config.linkerd.io/skip-inbound-ports';
const OUTBOUND = 'config.linkerd.io/skip-outbound-ports';
const SUBNETS = 'config.linkerd.io/skip-subnets';

export default defineRule({
  id: 'linkerd/ports-are-not-skipped',
  severity: 'error',
  scope: 'object',
  summary: 'No port of a meshed workload is skipped by a proxy, nor are the networks of its callers.',
  rationale:
    'A skipped port bypasses the proxy: its connections are neither encrypted nor authenticated, and no Server and no default policy guards it, not even deny.',
  source: 'https://linkerd.io/2-edge/features/protocol-detection/#marking-ports-as-skip-ports',
  appliesTo: ['Namespace', ...POD_KINDS],
  passes: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: apps
  annotations: { linkerd.io/inject: enabled, config.linkerd.io/skip-outbound-ports: "5432" }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: apps
  annotations: { linkerd.io/inject: enabled, config.linkerd.io/skip-inbound-ports: "8000-8100" }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod !== undefined) {
      if (isInjected(pod, cluster)) yield* skipped(pod.ownAnnotations, pod.metadataPath, [pod], cluster);
      return;
    }
    const annotations = stringsAt(resource.object, 'metadata', 'annotations');
    for (const key of [INBOUND, OUTBOUND, SUBNETS]) {
      const heirs = cluster
        .podsIn(resource.object.metadata.name)
        .filter((heir) => isInjected(heir, cluster) && heir.ownAnnotations[key] === undefined);
      const value = annotations[key];
      if (value !== undefined && heirs.length > 0) yield* skipped({ [key]: value }, 'metadata', heirs, cluster);
    }
  },
});

function* skipped(
  annotations: Readonly<Record<string, string>>,
  metadataPath: string,
  pods: readonly PodTemplate[],
  cluster: ClusterIndex,
): Iterable<Fault> {
  const inbound = parsePortList(annotations[INBOUND] ?? '');
  for (const port of numbers(pods.flatMap((pod) => portsOf(pod).map(({ number }) => number)))) {
    if (!includesPort(inbound, port)) continue;
    yield {
      path: at(metadataPath, 'annotations', INBOUND),
      got: `${annotations[INBOUND]}, which holds container port ${port}`,
      expected: 'no port of a container',
      fix: `Remove ${port}: everyone who reaches the pod reaches this port in plain text, past every policy. Mark it opaque if its protocol is the trouble.`,
    };
  }
  const subnets = (annotations[SUBNETS] ?? '').split(',').map((cidr) => ({ cidr: cidr.trim(), except: [] }));
  const breadth = breadthOf(subnets, cluster);
  if (breadth !== undefined && pods.some((pod) => portsOf(pod).length > 0)) {
    yield {
      path: at(metadataPath, 'annotations', SUBNETS),
      got: `${annotations[SUBNETS]}, which is ${breadth === 'everyone' ? 'everyone' : 'where pods and strangers are'}`,
      expected: 'networks in which no caller is, such as that of containers within the pod',
      fix: 'Remove them: connections from there come past the proxy to every port, in plain text and past every policy.',
    };
  }
  const outbound = parsePortList(annotations[OUTBOUND] ?? '');
  for (const [port, service] of meshedServicePorts(cluster)) {
    if (!includesPort(outbound, port)) continue;
    yield {
      path: at(metadataPath, 'annotations', OUTBOUND),
      got: `${annotations[OUTBOUND]}, which holds port ${port} of the meshed Service ${service}`,
      expected: 'ports that no meshed Service has',
      fix: `Remove ${port}: connections to ${service} leave without mTLS, and the server sees no identity. Mark it opaque if its protocol is the trouble.`,
    };
  }
}

/** Port of a Service to the first Service, by name, whose pods are in the mesh. */
const meshedServicePorts = perCluster((cluster): readonly (readonly [number, string])[] => {
  const ports = new Map<number, string>();
  for (const service of cluster.ofKind('Service')) {
    if (!cluster.podsBehind(service).some((pod) => isInjected(pod, cluster))) continue;
    for (const port of listAt(service.object, 'spec', 'ports')) {
      const number = numberAt(port, 'port');
      if (number === undefined) continue;
      const name = nameOf(service);
      const known = ports.get(number);
      if (known === undefined || name < known) ports.set(number, name);
    }
  }
  return [...ports.entries()].sort(([a], [b]) => a - b);
});

function nameOf({ object }: Resource): string {
  return `${object.metadata.namespace ?? 'default'}/${object.metadata.name}`;
}

function numbers(ports: readonly number[]): readonly number[] {
  return [...new Set(ports)].sort((a, b) => a - b);
}
