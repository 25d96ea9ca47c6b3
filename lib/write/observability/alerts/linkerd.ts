import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, list, optional, options } from '../../../input/shape.js';
import { decimal, label, text } from '../../../input/values.js';
import { KUBELET_POLICIES } from '../../linkerd/policy/route-name.js';
import type { Alert, AlertGroup } from '../alert.js';
import { lines, type Matchers, series } from '../promql.js';

/** Options of Linkerd's alerts. @see https://linkerd.io/2-edge/reference/proxy-metrics/ */
export interface LinkerdAlertOptions {
  /** Namespace of the control plane. @default linkerd */
  readonly namespace?: string;
  /** Lifetime of a proxy's certificate in hours; it is renewed after 70 % of it. @default 24 */
  readonly proxyCertificateHours?: number;
  /**
   * AuthorizationPolicies that intentionally admit peers without a mesh identity, such as leaves of another cluster.
   * All others that do so raise an alert.
   * @default - none
   */
  readonly unauthenticated?: readonly string[];
}

const OPTIONS = options<LinkerdAlertOptions>({
  namespace: optional(label),
  proxyCertificateHours: optional(decimal(1, 8_760)),
  unauthenticated: optional(list(text())),
});

/** Port of the proxies' own metrics and probes; the kubelet, which probes it, has no identity. */
const ADMIN_PORT = '4191';

/**
 * Alerts on Linkerd, from the metrics that the PodMonitors of `LinkerdControlPlane` collect: controllers, identities,
 * injection, and the proxies' authorization decisions.
 */
export function linkerdAlerts(stated: LinkerdAlertOptions = {}): AlertGroup[] {
  throwIfAny(checkProps('linkerdAlerts', stated, OPTIONS));
  const { namespace = 'linkerd', proxyCertificateHours = 24, unauthenticated = [] } = stated;
  const controllers: Matchers = { job: `${namespace}/linkerd-controller` };
  return [
    { name: 'linkerd-control-plane', alerts: [...controllerAlerts(controllers), ...injectionAlerts(namespace)] },
    { name: 'linkerd-identity', alerts: identityAlerts(controllers, proxyCertificateHours) },
    { name: 'linkerd-proxies', alerts: proxyAlerts(namespace, unauthenticated) },
  ];
}

const CONTROLLERS = [
  {
    component: 'identity',
    name: 'LinkerdIdentityDown',
    effect:
      'No proxy gets or renews a certificate: new pods do not become ready, and running pods drop out of the mesh when their certificate expires, within a day.',
  },
  {
    component: 'destination',
    name: 'LinkerdDestinationDown',
    effect:
      'Proxies keep their last endpoints and policies: new pods cannot be reached, and deleted pods are still called.',
  },
  {
    component: 'proxy-injector',
    name: 'LinkerdProxyInjectorDown',
    effect:
      'Pods of meshed namespaces cannot start, or start outside the mesh, depending on the failure policy of the webhook.',
  },
] as const;

function controllerAlerts(controllers: Matchers): Alert[] {
  return CONTROLLERS.map(({ component, name, effect }) => ({
    name,
    severity: 'critical',
    expr: `absent(${series('up', { ...controllers, component })} == 1)`,
    for: '2m',
    summary: `No ${component} controller of Linkerd responds`,
    description: effect,
    runbook: lines(
      `1. kubectl -n linkerd get pods -l linkerd.io/control-plane-component: are the pods there, and ready?`,
      `2. kubectl -n linkerd logs deploy/linkerd-${component} -c ${component}: look for expired certificates and refused API calls.`,
      '3. If the pods are ready, Prometheus cannot reach them: compare the network policies of the namespace linkerd with the namespace of Prometheus.',
    ),
  }));
}

function injectionAlerts(namespace: string): Alert[] {
  const rate = (metric: string) => `sum(rate(${metric}{job="${namespace}/linkerd-controller"}[10m]))`;
  return [
    {
      name: 'LinkerdInjectionFailing',
      severity: 'critical',
      expr: `${rate('proxy_inject_admission_requests_total')} - (${rate('proxy_inject_admission_responses_total')} or vector(0)) > 0.001`,
      for: '10m',
      summary: 'The proxy injector does not answer requests',
      description:
        'Requests for {{ $value | humanize }} pods per second get no answer: the pods cannot start, or start outside the mesh.',
      runbook: lines(
        '1. kubectl -n linkerd logs deploy/linkerd-proxy-injector -c proxy-injector: each failure has a line with the workload.',
        '2. kubectl get events -A --field-selector reason=InjectionSkipped: lists annotations that the injector refuses.',
        '3. Restart the affected workloads once the cause is fixed: pods without a proxy do not get one later.',
      ),
    },
  ];
}

function identityAlerts(controllers: Matchers, hours: number): Alert[] {
  const issued = { ...controllers, grpc_method: 'Certify' };
  // Renewal is due when 30 % of the lifetime is left; below 20 % it has failed for a while.
  const left = Math.round(hours * 3600 * 0.2);
  return [
    {
      name: 'LinkerdIdentityIssuanceFailing',
      severity: 'critical',
      expr: `sum by (grpc_code) (rate(${series('grpc_server_handled_total', { ...issued, grpc_code: { not: 'OK' } })}[5m])) > 0`,
      for: '5m',
      summary: 'Linkerd refuses to sign certificates of proxies: {{ $labels.grpc_code }}',
      description: 'New pods do not become ready. Running pods work until their certificates expire.',
      runbook: lines(
        '1. kubectl -n linkerd logs deploy/linkerd-identity -c identity: the reason of each refusal.',
        '2. kubectl -n linkerd get certificate,events: has cert-manager renewed linkerd-identity-issuer, and has the controller loaded it (IssuerUpdated)?',
        '3. FailedPrecondition and Unauthenticated point at the token of the pods: compare the trust domain and the API server that reviews tokens.',
      ),
    },
    {
      name: 'LinkerdIssuerExpiresSoon',
      severity: 'critical',
      expr: `${series('issuer_cert_ttl_seconds', controllers)} < 4 * 3600`,
      summary: 'The identity issuer that Linkerd has loaded expires in {{ $value | humanizeDuration }}',
      description:
        'When it expires, no more certificates are signed, and the whole mesh stops within a day. A renewed Secret is not enough: this is the issuer that the controller has loaded.',
      runbook: lines(
        '1. kubectl -n linkerd get certificate linkerd-identity-issuer: if it is not ready, fix its issuer.',
        '2. If it is, the controller has missed the new Secret: kubectl -n linkerd rollout restart deploy/linkerd-identity.',
      ),
    },
    {
      name: 'LinkerdProxyCertificateExpiresSoon',
      severity: 'critical',
      expr: `control_identity_cert_expiration_timestamp_seconds - time() < ${left}`,
      for: '5m',
      summary: 'The proxy of {{ $labels.namespace }}/{{ $labels.pod }} has not renewed its certificate',
      description:
        'It expires in {{ $value | humanizeDuration }}; after that no peer accepts the pod. A value far below zero means that the proxy has never had a certificate.',
      runbook: lines(
        '1. kubectl -n {{ $labels.namespace }} logs {{ $labels.pod }} -c linkerd-proxy: what does the identity controller answer?',
        '2. Is port 8080 of the namespace linkerd open to the pod? A network policy that was added later can block it unnoticed until now.',
        '3. If many pods are affected, look at LinkerdIdentityDown and LinkerdIdentityIssuanceFailing first.',
      ),
    },
    {
      name: 'LinkerdProxyCertificateRejected',
      severity: 'warning',
      expr: `increase(${series('control_identity_cert_refreshes_total', { result: 'error' })}[15m]) > 0`,
      summary: 'The proxy of {{ $labels.namespace }}/{{ $labels.pod }} rejects its own certificate',
      description: "The controller's certificates do not chain to the roots that the pod started with.",
      runbook: lines(
        '1. Has the root changed? Pods read the roots when they start: restart the affected ones.',
        '2. If not, compare the bundle linkerd-identity-trust-roots with the root of linkerd-identity-issuer.',
      ),
    },
  ];
}

function proxyAlerts(namespace: string, unauthenticated: readonly string[]): Alert[] {
  const workload = 'namespace, pod, srv_name, srv_port';
  const outside: Matchers = {
    tls: { not: 'true' },
    srv_port: { not: ADMIN_PORT },
    // The kubelet has no identity.
    authz_name: { matchesNot: [KUBELET_POLICIES, ...unauthenticated].join('|') },
  };
  return [
    {
      name: 'LinkerdProxyDown',
      severity: 'critical',
      expr: `${series('up', { job: `${namespace}/linkerd-proxy` })} == 0`,
      for: '5m',
      summary: 'The proxy of {{ $labels.namespace }}/{{ $labels.pod }} does not respond',
      description:
        'All traffic of the pod passes through the proxy. If only the scrape fails, no other alert on this pod is reliable.',
      runbook: lines(
        '1. kubectl -n {{ $labels.namespace }} get pod {{ $labels.pod }}: is linkerd-proxy ready?',
        '2. If it is, a network policy blocks Prometheus from port 4191.',
      ),
    },
    {
      name: 'LinkerdTrafficDenied',
      severity: 'warning',
      expr: lines(
        `sum by (${workload}) (rate(inbound_http_authz_deny_total[5m])) > 0`,
        'or',
        `sum by (${workload}) (rate(inbound_tcp_authz_deny_total[5m])) > 0`,
      ),
      for: '5m',
      summary: '{{ $labels.namespace }}/{{ $labels.pod }} rejects callers at port {{ $labels.srv_port }}',
      description:
        'Policy denies {{ $value | humanize }} requests or connections per second. Either a caller lacks a required authorization, or someone is probing for access.',
      runbook: lines(
        '1. kubectl -n {{ $labels.namespace }} logs {{ $labels.pod }} -c linkerd-proxy | grep -i unauthorized: each line names the caller and its identity.',
        '2. Add a legitimate caller to the callers of the port. Investigate any other.',
      ),
    },
    {
      name: 'LinkerdUnauthenticatedTraffic',
      severity: 'warning',
      expr: lines(
        `sum by (${workload}, authz_name) (rate(${series('inbound_http_authz_allow_total', outside)}[5m])) > 0`,
        'or',
        `sum by (${workload}, authz_name) (rate(${series('inbound_tcp_authz_allow_total', outside)}[5m])) > 0`,
      ),
      for: '5m',
      summary:
        '{{ $labels.namespace }}/{{ $labels.pod }} admits callers without identity at port {{ $labels.srv_port }}',
      description:
        'The policy {{ $labels.authz_name }} admits {{ $value | humanize }} requests or connections per second without mTLS: in plaintext, or in TLS from outside the mesh.',
      runbook: lines(
        '1. Is the caller meshed? Its namespace may lack linkerd.io/inject, or it runs in the network of the host.',
        '2. If it is meant to come from outside the mesh, limit the policy to its network, and list the policy as one that admits peers without identity.',
      ),
    },
  ];
}
