import type { Field, Violation } from '../../../../manifest/field.js';
import { listAt, numberAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { proxyAnnotationsOf } from '../../../model/linkerd/annotations.js';
import { SKIP_INBOUND } from '../../../model/linkerd/inbound-ports.js';
import { isInjected } from '../../../model/linkerd/injection.js';
import { includesPort, parsePortList } from '../../../model/linkerd/port-list.js';
import { breadthOf } from '../../../model/network/address-blocks.js';
import { perCluster } from '../../../model/per-cluster.js';
import { isInjectedContainer } from '../../../model/pods/injected-containers.js';
import { namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { whyUndecided } from '../../linkerd/meshed-pods.js';
import type { NotJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const OUTBOUND = 'config.linkerd.io/skip-outbound-ports';
const SUBNETS = 'config.linkerd.io/skip-subnets';

export default defineRule({
  id: 'linkerd/ports-are-not-skipped',
  severity: 'error',
  scope: 'object',
  summary: 'No port of a meshed workload is skipped by a proxy, nor are the networks of its callers.',
  rationale:
    'A skipped port bypasses the proxy: its connections are neither encrypted nor authenticated, and no Server or default policy protects it, not even deny.',
  source: 'https://linkerd.io/2-edge/features/protocol-detection/#marking-ports-as-skip-ports',
  appliesTo: ['Namespace', ...POD_KINDS],
  reads: ['*', 'Node', 'Service'],
  passes: example('config.linkerd.io/skip-outbound-ports: "5432"'),
  fails: example('config.linkerd.io/skip-inbound-ports: "8000-8100"'),
  about: skips,
  *check({ field, key, pods }, cluster) {
    if (key === SKIP_INBOUND) yield* skippedPorts(field, pods);
    else if (key === SUBNETS) yield* skippedSubnets(field, pods, cluster);
    else yield* skippedServices(field, cluster);
  },
});

const KEYS = [SKIP_INBOUND, SUBNETS, OUTBOUND];

/** Arguments of linkerd-init for which the annotations stand. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  [SKIP_INBOUND]: '--inbound-ports-to-ignore',
  [SUBNETS]: '--subnets-to-ignore',
  [OUTBOUND]: '--outbound-ports-to-ignore',
};

/** An annotation, or an argument of linkerd-init, that may let connections bypass the proxy of injected pods. */
interface Skip {
  readonly field: Field;
  /** The annotation. */
  readonly key: string;
  readonly pods: readonly PodTemplate[];
}

/** Those of the pods, or of a Namespace, whose pods inherit what they do not state themselves. */
function skips(resource: Resource, cluster: ClusterIndex): readonly (Skip | NotJudged)[] {
  const annotations = proxyAnnotationsOf(resource, cluster);
  const pod = cluster.podOf(resource);
  if (pod !== undefined) {
    if (!isInjected(pod, cluster)) {
      return KEYS.some((key) => annotations.at(key).isSet) ? whyUndecided(pod, cluster) : [];
    }
    return KEYS.map((key) => ({ field: skipOf(pod, key) ?? annotations.at(key), key, pods: [pod] }));
  }
  return KEYS.flatMap((key) => {
    const field = annotations.at(key);
    const heirs = cluster
      .podsIn(resource.object.metadata.name)
      .filter((heir) => isInjected(heir, cluster) && heir.ownAnnotations[key] === undefined);
    return field.text === undefined || heirs.length === 0 ? [] : [{ field, key, pods: heirs }];
  });
}

/** The argument of linkerd-init, if the pods show it and no annotation says the same. It takes effect whatever its source. */
function skipOf(pod: PodTemplate, key: string): Field | undefined {
  if (pod.annotations[key] !== undefined) return undefined;
  const init = pod.containers.find((each) => each.name === 'linkerd-init' && isInjectedContainer(each));
  const args = init?.field.at('args').items ?? [];
  return args[args.findIndex(({ text }) => text === ARGUMENTS[key]) + 1 || args.length];
}

function* skippedPorts(field: Field, pods: readonly PodTemplate[]): Iterable<Violation> {
  const skipped = parsePortList(field.text ?? '');
  const ports = new Set(pods.flatMap((pod) => portsOfUser(pod)));
  for (const port of [...ports].sort((a, b) => a - b)) {
    if (!includesPort(skipped, port)) continue;
    yield field.violation({
      got: `${field.text}, which includes container port ${port}`,
      expected: 'no port of a container',
      effect: 'Everyone who can reach the pod reaches this port in plain text, and no policy applies.',
      fix: `Remove ${port}. If its protocol is the problem, mark it opaque.`,
    });
  }
}

function* skippedSubnets(field: Field, pods: readonly PodTemplate[], cluster: ClusterIndex): Iterable<Violation> {
  const subnets = (field.text ?? '').split(',').map((cidr) => ({ cidr: cidr.trim(), except: [] }));
  const breadth = breadthOf(subnets, cluster);
  if (breadth === undefined || pods.every((pod) => portsOfUser(pod).length === 0)) return;
  yield field.violation({
    got: `${field.text}, which is ${breadth === 'everyone' ? 'everyone' : 'a range that includes pods and unknown hosts'}`,
    expected: 'networks without callers, such as that of containers within the pod',
    effect: 'Connections from there bypass the proxy on every port, in plain text, and no policy applies.',
    fix: 'Remove them.',
  });
}

function* skippedServices(field: Field, cluster: ClusterIndex): Iterable<Violation> {
  const skipped = parsePortList(field.text ?? '');
  for (const [port, service] of meshedServicePorts(cluster)) {
    if (!includesPort(skipped, port)) continue;
    yield field.violation({
      got: `${field.text}, which includes port ${port} of the meshed Service ${service}`,
      expected: 'ports that no meshed Service has',
      effect: `Connections to ${service} leave without mTLS, and the server sees no identity.`,
      fix: `Remove ${port}. If its protocol is the problem, mark it opaque.`,
    });
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
      const name = `${namespaceOf(service)}/${service.object.metadata.name}`;
      const known = ports.get(number);
      if (known === undefined || name < known) ports.set(number, name);
    }
  }
  return [...ports.entries()].sort(([a], [b]) => a - b);
});

/** The ports of the containers that the proxy serves; those of the proxy itself are ignored by linkerd-init. */
function portsOfUser(pod: PodTemplate): readonly number[] {
  return portsOf(pod).flatMap(({ container, number }) => (isInjectedContainer(container) ? [] : [number]));
}

function example(annotation: string): string {
  return `
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: apps
  annotations: { linkerd.io/inject: enabled, ${annotation} }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
`;
}
