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
  /** Hours that a proxy's certificate lives; it is renewed when seven tenths are over. @default 24 */
  readonly proxyCertificateHours?: number;
  /**
   * AuthorizationPolicies that admit peers without a mesh identity on purpose, such as leaves of another cluster. All others
   * that do are told.
   * @default - none
   */
  readonly unauthenticated?: readonly string[];
}

const OPTIONS = options<LinkerdAlertOptions>({
  namespace: optional(label),
  proxyCertificateHours: optional(decimal(1, 8_760)),
  unauthenticated: optional(list(text())),
});

/** Port of the proxies' own figures and probes; the kubelet, which asks for the latter, has no identity. */
const ADMIN_PORT = '4191';

/**
 * Alerts on Linkerd, over what the PodMonitors of `LinkerdControlPlane` collect: controllers, identities, injection, and what the
 * proxies admit and deny.
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
      'No proxy gets or renews a certificate: pods that start do not become ready, and those that run drop out of the mesh when theirs ends, within a day.',
  },
  {
    component: 'destination',
    name: 'LinkerdDestinationDown',
    effect:
      'Proxies go on with the endpoints and policies that they know: pods that start cannot be reached, and pods that are gone are still dialled.',
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
    summary: `No ${component} controller of Linkerd answers`,
    description: effect,
    runbook: lines(
      `1. kubectl -n linkerd get pods -l linkerd.io/control-plane-component: are the pods there, and ready?`,
      `2. kubectl -n linkerd logs deploy/linkerd-${component} -c ${component}: certificates that have ended and refused API calls are named there.`,
      '3. If the pods are ready, it is Prometheus that cannot reach them: compare the network policies of the namespace linkerd with the namespace of Prometheus.',
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
      summary: 'The proxy injector gets requests that it does not answer',
      description:
        'Of each second, {{ $value | humanize }} pods are asked for and not answered: they cannot start, or start outside the mesh.',
      runbook: lines(
        '1. kubectl -n linkerd logs deploy/linkerd-proxy-injector -c proxy-injector: each failure has a line with the workload.',
        '2. kubectl get events -A --field-selector reason=InjectionSkipped: annotations that the injector refuses stand here.',
        '3. Restart the workloads concerned once the cause is gone: pods without a proxy do not get one later.',
      ),
    },
  ];
}

function identityAlerts(controllers: Matchers, hours: number): Alert[] {
  const issued = { ...controllers, grpc_method: 'Certify' };
  // Renewal is due when three tenths are left; below two tenths it has failed for a while.
  const left = Math.round(hours * 3600 * 0.2);
  return [
    {
      name: 'LinkerdIdentityIssuanceFailing',
      severity: 'critical',
      expr: `sum by (grpc_code) (rate(${series('grpc_server_handled_total', { ...issued, grpc_code: { not: 'OK' } })}[5m])) > 0`,
      for: '5m',
      summary: 'Linkerd refuses to sign certificates of proxies: {{ $labels.grpc_code }}',
      description: 'Pods that start do not become ready. Those that run go on until their certificates end.',
      runbook: lines(
        '1. kubectl -n linkerd logs deploy/linkerd-identity -c identity: the reason of each refusal.',
        '2. kubectl -n linkerd get certificate,events: has cert-manager renewed linkerd-identity-issuer, and has the controller taken it up (IssuerUpdated)?',
        '3. FailedPrecondition and Unauthenticated point at the token of the pods: compare the trust domain and the API server that reviews tokens.',
      ),
    },
    {
      name: 'LinkerdIssuerExpiresSoon',
      severity: 'critical',
      expr: `${series('issuer_cert_ttl_seconds', controllers)} < 4 * 3600`,
      summary: 'The identity issuer that Linkerd runs with ends in {{ $value | humanizeDuration }}',
      description:
        'When it ends, no certificate is signed any more, and the whole mesh stops within a day. A renewed Secret is not enough: this is the age of the issuer that the controller has loaded.',
      runbook: lines(
        '1. kubectl -n linkerd get certificate linkerd-identity-issuer: if it is not ready, mend its issuer.',
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
        'It ends in {{ $value | humanizeDuration }}; from then on no peer accepts the pod. A value far below zero means that it has never had one.',
      runbook: lines(
        '1. kubectl -n {{ $labels.namespace }} logs {{ $labels.pod }} -c linkerd-proxy: what does the identity controller answer?',
        '2. Is port 8080 of the namespace linkerd open to the pod? A network policy that was added later closes it without a sign until now.',
        '3. If many pods are named, look at LinkerdIdentityDown and LinkerdIdentityIssuanceFailing first.',
      ),
    },
    {
      name: 'LinkerdProxyCertificateRejected',
      severity: 'warning',
      expr: `increase(${series('control_identity_cert_refreshes_total', { result: 'error' })}[15m]) > 0`,
      summary: 'The proxy of {{ $labels.namespace }}/{{ $labels.pod }} refuses the certificate that it was given',
      description: 'What the controller signs does not descend from the roots that the pod was started with.',
      runbook: lines(
        '1. Has the root been changed? Pods read the roots when they start: restart those that are named.',
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
      summary: 'The proxy of {{ $labels.namespace }}/{{ $labels.pod }} does not answer',
      description:
        'What the pod sends and receives passes through the proxy. If it is the scrape alone that fails, no other alert on this pod can be trusted.',
      runbook: lines(
        '1. kubectl -n {{ $labels.namespace }} get pod {{ $labels.pod }}: is linkerd-proxy ready?',
        '2. If it is, a network policy keeps Prometheus from port 4191.',
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
      summary: '{{ $labels.namespace }}/{{ $labels.pod }} turns callers away at port {{ $labels.srv_port }}',
      description:
        'Policy refuses {{ $value | humanize }} a second. Either a caller lacks an authorization that it needs, or somebody tries doors.',
      runbook: lines(
        '1. kubectl -n {{ $labels.namespace }} logs {{ $labels.pod }} -c linkerd-proxy | grep -i unauthorized: each refusal names the caller and its identity.',
        '2. A caller that belongs there: add it to the callers of the port. One that does not: find out who it is.',
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
        '{{ $labels.namespace }}/{{ $labels.pod }} lets callers without identity in at port {{ $labels.srv_port }}',
      description:
        'The policy {{ $labels.authz_name }} admits {{ $value | humanize }} a second that no mTLS protects: in plaintext, or in TLS that the mesh does not know.',
      runbook: lines(
        '1. Is the caller meshed? Its namespace may lack linkerd.io/inject, or it runs in the network of the host.',
        '2. If it is to come from outside the mesh, limit the policy to its network and name the policy among those that may.',
      ),
    },
  ];
}
