import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { decidersOf, accessTo as istioAccess } from '../../../model/istio/authorization.js';
import { hasSidecar } from '../../../model/istio/injection.js';
import { admissionTo } from '../../../model/linkerd/admission.js';
import { DEFAULT_POLICY_ANNOTATION } from '../../../model/linkerd/inbound-policy.js';
import { isInjected } from '../../../model/linkerd/injection.js';
import { endpointsOf, POD_MONITOR, type Scrape, SERVICE_MONITOR, scrapesOf } from '../../../model/monitors.js';
import { isolates, networkPolicyRules, opensPort } from '../../../model/network/network-policy.js';
import { defineRule } from '../../rule.js';

/** Ports of Istio's sidecar that it does not capture: no policy of the mesh is asked. */
const UNCAPTURED = [15_020, 15_021, 15_090];

export default defineRule({
  id: 'observability/scrapes-are-admitted',
  severity: 'error',
  scope: 'object',
  summary: 'Every port that a monitor asks lets somebody in, past network policies and the policy of the mesh.',
  rationale:
    'A monitor finds its target, and the target refuses: it is down for Prometheus alone, and every alert on its metrics is silent. The admin port of a Linkerd proxy is under policy like any other; the metrics ports of an Istio sidecar are guarded by network policies alone.',
  source: 'https://linkerd.io/2-edge/tasks/external-prometheus/',
  appliesTo: [SERVICE_MONITOR, POD_MONITOR],
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
  *check(resource, cluster) {
    const scrapes = scrapesOf(resource, cluster);
    for (const { path } of endpointsOf(resource)) {
      const refused = new Map<
        string,
        { readonly fix: string; readonly ports: Set<number>; readonly pods: Set<string> }
      >();
      for (const scrape of scrapes) {
        if (scrape.endpoint.path !== path) continue;
        for (const { by, fix } of refusals(scrape, cluster)) {
          const group = refused.get(by) ?? { fix, ports: new Set<number>(), pods: new Set<string>() };
          group.ports.add(scrape.port);
          group.pods.add(objectLabel(scrape.pod.resource.object));
          refused.set(by, group);
        }
      }
      for (const [by, { fix, ports, pods }] of [...refused].sort(([a], [b]) => (a < b ? -1 : 1))) {
        yield {
          path,
          got: `port ${listed([...ports])} of ${listed([...pods].sort())}, which ${by}`,
          expected: 'a port that lets Prometheus in',
          fix,
        };
      }
    }
  },
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
  return [{ by: 'no NetworkPolicy opens', fix: 'Let the pods of Prometheus in to the port by a NetworkPolicy.' }];
}

function byLinkerd({ pod, port }: Scrape, cluster: ClusterIndex): readonly Refusal[] {
  if (!isInjected(pod, cluster)) return [];
  const fix =
    'Add a Server for the port, and an AuthorizationPolicy for the identity of Prometheus: the proxy turns every scrape away.';
  const admission = admissionTo(pod, port, cluster);
  if (admission.decidedBy === 'nothing' || admission.grants.length > 0) return [];
  if (admission.decidedBy === 'default-policy') {
    return [{ by: `has no Server, so that ${DEFAULT_POLICY_ANNOTATION}: deny closes it`, fix }];
  }
  const { server, routes } = admission;
  if (routes.some(({ grants }) => grants.length > 0)) return [];
  return [{ by: `Server ${server.namespace}/${server.name} opens to nobody`, fix }];
}

function byIstio({ pod, port }: Scrape, cluster: ClusterIndex): readonly Refusal[] {
  if (!hasSidecar(pod, cluster) || UNCAPTURED.includes(port)) return [];
  const access = istioAccess(pod, port, cluster);
  if (access.reach !== 'nobody') return [];
  return [
    {
      by: `${decidersOf(access)} opens to nobody`,
      fix: 'Let the principal of Prometheus in by an AuthorizationPolicy, or scrape what the agent shows at 15020.',
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
