import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { decidersOf, accessTo as istioAccess } from '../../../model/istio/authorization.js';
import { hasSidecar, mayBeInMesh } from '../../../model/istio/injection.js';
import { admissionTo } from '../../../model/linkerd/admission.js';
import { DEFAULT_POLICY_ANNOTATION } from '../../../model/linkerd/inbound-policy.js';
import { endpointsOf, POD_MONITOR, type Scrape, SERVICE_MONITOR, scrapesOf } from '../../../model/monitors.js';
import { isolates, networkPolicyRules, opensPort } from '../../../model/network/network-policy.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { whyUndecided } from '../../linkerd/meshed-pods.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** Ports of Istio's sidecar that it does not capture: no policy of the mesh applies to them. */
const UNCAPTURED = [15_020, 15_021, 15_090];

export default defineRule({
  id: 'observability/scrapes-are-admitted',
  severity: 'error',
  scope: 'object',
  summary: 'Network policies and the mesh admit someone to every port that a monitor scrapes.',
  rationale:
    'If a monitor finds its target but the target refuses the scrape, the target is down only for Prometheus, and every alert on its metrics is silent. Policies of Linkerd also apply to the admin port of its proxy; only network policies protect the metrics ports of an Istio sidecar.',
  source: 'https://linkerd.io/2-edge/tasks/external-prometheus/',
  appliesTo: [SERVICE_MONITOR, POD_MONITOR],
  reads: [
    ...POD_KINDS,
    '*',
    'ConfigMap',
    'Namespace',
    'Service',
    'gateway.networking.k8s.io/GRPCRoute',
    'gateway.networking.k8s.io/HTTPRoute',
    'install.istio.io/IstioOperator',
    'networking.k8s.io/NetworkPolicy',
    'policy.linkerd.io/AuthorizationPolicy',
    'policy.linkerd.io/HTTPRoute',
    'policy.linkerd.io/Server',
    'policy.linkerd.io/ServerAuthorization',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
  ],
  about: (monitor, cluster) => {
    const scrapes = scrapesOf(monitor, cluster);
    return endpointsOf(monitor).map(({ path, port }) => ({
      port,
      scrapes: scrapes.filter(({ endpoint }) => endpoint.path === path),
    }));
  },
  *check({ port, scrapes }, cluster) {
    if (scrapes.length === 0)
      yield notJudged(`no pod with ${port === undefined ? 'its port' : `port ${port}`} is among the files`);
    for (const { pod, port } of scrapes) {
      const admission = admissionTo(pod, port, cluster);
      const isDefault = admission.decidedBy === 'default-policy' && admission.policy === undefined;
      if (isDefault) yield notJudged('the files do not tell the default inbound policy', pod.resource);
      yield* whyUndecided(pod, cluster);
    }
    const unknown = scrapes.find((scrape) => mayBeRefusedByIstio(scrape, cluster));
    if (unknown !== undefined) yield notJudged(`Namespace ${unknown.pod.namespace} is not among the files`);
    const refused = new Map<string, { readonly refusal: Refusal; readonly scrapes: Scrape[] }>();
    for (const scrape of scrapes) {
      for (const refusal of refusals(scrape, cluster)) {
        const group = refused.get(refusal.by) ?? { refusal, scrapes: [] };
        group.scrapes.push(scrape);
        refused.set(refusal.by, group);
      }
    }
    for (const [by, { refusal, scrapes }] of [...refused].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const ports = new Set(scrapes.map(({ port }) => port));
      const pods = new Set(scrapes.map(({ pod }) => objectLabel(pod.resource.object)));
      yield {
        path: scrapes[0]?.endpoint.path ?? '',
        got: `port ${listed([...ports])} of ${listed([...pods].sort())}, which ${by}`,
        expected: 'a port that admits Prometheus',
        effect: 'Every scrape is refused.',
        fix: refusal.fix,
      };
    }
  },
  passes: example(`
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: metrics, namespace: shop }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: metrics }
  requiredAuthenticationRefs: [{ kind: ServiceAccount, name: prometheus, namespace: monitoring }]
`),
  fails: example(''),
});

interface Refusal {
  readonly by: string;
  readonly fix: string;
}

function refusals(scrape: Scrape, cluster: ClusterIndex): readonly Refusal[] {
  return [...byNetwork(scrape, cluster), ...byLinkerd(scrape, cluster), ...byIstio(scrape, cluster)];
}

function byNetwork({ pod, port }: Scrape, cluster: ClusterIndex): readonly Refusal[] {
  const policies = cluster.networkPoliciesOf(pod).filter((policy) => isolates(policy, 'ingress'));
  const opened = policies
    .flatMap((policy) => networkPolicyRules(policy, 'ingress'))
    .some((rule) => opensPort(rule, port, pod));
  if (policies.length === 0 || opened) return [];
  return [{ by: 'no NetworkPolicy opens', fix: 'Open the port to the pods of Prometheus with a NetworkPolicy.' }];
}

function byLinkerd({ pod, port }: Scrape, cluster: ClusterIndex): readonly Refusal[] {
  const fix = 'Add a Server for the port, and an AuthorizationPolicy for the identity of Prometheus.';
  const admission = admissionTo(pod, port, cluster);
  if (admission.decidedBy === 'nothing' || admission.grants.length > 0) return [];
  if (admission.decidedBy === 'default-policy') {
    return [{ by: `has no Server, and ${DEFAULT_POLICY_ANNOTATION}: deny closes it`, fix }];
  }
  const { server, routes } = admission;
  if (routes.some(({ grants }) => grants.length > 0)) return [];
  return [{ by: `Server ${server.namespace}/${server.name} opens to nobody`, fix }];
}

/** Whether policies close the port if the pods, of which that is not known, are in the mesh. */
function mayBeRefusedByIstio({ pod, port }: Scrape, cluster: ClusterIndex): boolean {
  return mayBeInMesh(pod, cluster) && !UNCAPTURED.includes(port) && istioAccess(pod, port, cluster).reach === 'nobody';
}

function byIstio({ pod, port }: Scrape, cluster: ClusterIndex): readonly Refusal[] {
  if (!hasSidecar(pod, cluster) || UNCAPTURED.includes(port)) return [];
  const access = istioAccess(pod, port, cluster);
  if (access.reach !== 'nobody') return [];
  return [
    {
      by: `${decidersOf(access)} opens to nobody`,
      fix: 'Admit the principal of Prometheus with an AuthorizationPolicy, or scrape the agent at 15020.',
    },
  ];
}

function example(authorization: string): string {
  return `
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: basket, namespace: shop }
spec: { selector: { matchLabels: { app: basket } }, podMetricsEndpoints: [{ port: metrics }] }
---
apiVersion: v1
kind: Pod
metadata: { name: basket, namespace: shop, labels: { app: basket }, annotations: { linkerd.io/inject: enabled } }
spec: { containers: [{ name: basket, ports: [{ name: metrics, containerPort: 9102 }] }] }
---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: metrics, namespace: shop }
spec: { podSelector: { matchLabels: { app: basket } }, port: metrics }${authorization === '' ? '\n' : authorization}`;
}
