import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { isGateway } from '../../../model/istio/injection.js';
import { protocolOf } from '../../../model/istio/port-protocol.js';
import { portsOfService, targetOf } from '../../../model/istio/service-ports.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { istioPodRule } from '../../istio-pod-rule.js';

const example = (name: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps }
spec:
  template:
    metadata: { labels: { app: web, sidecar.istio.io/inject: "true" } }
    spec: { containers: [{ name: web }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web-headless, namespace: apps }
spec: { clusterIP: None, selector: { app: web }, ports: [{ name: ${name}, port: 80, targetPort: 8080 }] }
`;

interface Use {
  readonly service: Resource;
  readonly port: number | undefined;
  readonly target: string;
  readonly transport: string;
  readonly protocol: string;
}

export default istioPodRule({
  id: 'istio/services-agree-on-ports',
  severity: 'warning',
  summary: 'The Services of a pod agree on each of its ports.',
  rationale:
    'A proxy opens one inbound listener for a port of its pod, and takes the protocol from one of the Services: for callers of the other, HTTP is treated as TCP, or TCP fails as HTTP.',
  source: 'https://istio.io/latest/docs/ops/deployment/application-requirements/#pod-requirements',
  appliesTo: [...POD_KINDS],
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'Service',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
  ],
  passes: example('http-direct'),
  fails: example('tcp-direct'),
  proxy: 'any',
  unless: (pod) => isGateway(pod),
  *check(pod, cluster) {
    const [first, ...others] = differencesIn(usesOf(pod, cluster));
    if (first === undefined) return;
    yield pod.metadata.at('labels').violation({
      got: `${first}${others.length === 0 ? '' : `, and ${others.length} more differences`}`,
      expected: 'one protocol and one port of Services for a port of the pod',
      effect:
        'The proxy follows one of them for the port; for callers of the other Service the routes, timeouts and HTTP rules do not apply.',
      fix: 'Make the Services agree, or let one of them select other pods.',
    });
  },
});

function usesOf(pod: PodTemplate, cluster: ClusterIndex): readonly Use[] {
  return cluster.servicesOf(pod).flatMap((service) =>
    portsOfService(service).map((port) => ({
      service,
      port: port.at('port').number,
      target: String(targetOf(port, pod) ?? port.at('targetPort').text ?? ''),
      transport: port.at('protocol').text ?? 'TCP',
      protocol: protocolOf(port) ?? 'no protocol',
    })),
  );
}

/** How Services differ from one before them that leads to the same port, or has the same one. */
function differencesIn(uses: readonly Use[]): readonly string[] {
  const known = new Map<string, Use[]>();
  return uses.flatMap((use) => {
    const groups = [`port ${use.port}`, `target ${use.target}`].map((key) => {
      const group = known.get(key) ?? [];
      known.set(key, group);
      return group;
    });
    const other = groups.flat().find((before) => before.service !== use.service && differenceOf(before, use));
    for (const group of groups) if (group.filter((before) => saysTheSame(before, use)).length < 2) group.push(use);
    if (other === undefined) return [];
    const labels = `${objectLabel(other.service.object)} and ${objectLabel(use.service.object)}`;
    return [`${labels}: ${differenceOf(other, use)}`];
  });
}

/** Two with the same settings are enough to compare with: one of them may belong to the same Service. */
function saysTheSame(a: Use, b: Use): boolean {
  return a.port === b.port && a.target === b.target && a.transport === b.transport && a.protocol === b.protocol;
}

function differenceOf(a: Use, b: Use): string | undefined {
  if (a.port === b.port && a.transport !== b.transport) return `port ${a.port} is ${a.transport} and ${b.transport}`;
  if (a.target !== b.target || a.transport !== b.transport) return undefined;
  if (a.protocol !== b.protocol) return `port ${a.target} of the pod is ${a.protocol} and ${b.protocol}`;
  return a.port === b.port ? undefined : `port ${a.target} of the pod is their port ${a.port} and ${b.port}`;
}
