import type { EnvVar } from '../../../../imports/k8s.js';
import { IDENTITY_BUNDLE, TRUST_BUNDLE_KEY } from '../../trust/names.js';
import { CONTROL_PLANE_NAMESPACE, CONTROL_PLANE_PORTS } from '../ports.js';
import { anyAddress, controlPlaneService, meshIdentity } from './addresses.js';
import type { ControllerProxy } from './controller-proxy.js';
import type { LinkerdValues } from './values.js';

/**
 * The environment of the proxy in a controller's pod. The order matters: Kubernetes expands `$(name)` from earlier
 * entries.
 *
 * @see https://github.com/linkerd/linkerd2-proxy/blob/main/linkerd/app/src/env.rs
 */
export function proxyEnvironment(values: LinkerdValues, controller: ControllerProxy): EnvVar[] {
  const { proxy } = values;
  return [
    fieldOf('_pod_name', 'metadata.name'),
    fieldOf('_pod_ns', 'metadata.namespace'),
    fieldOf('_pod_uid', 'metadata.uid'),
    fieldOf('_pod_ip', 'status.podIP'),
    fieldOf('_pod_nodeName', 'spec.nodeName'),
    { name: '_pod_containerName', value: 'linkerd-proxy' },
    ...workers(values, controller),
    ...ifSet('LINKERD2_PROXY_INBOUND_PORTS_REQUIRE_IDENTITY', proxy.requireIdentityOnInboundPorts),
    ...ifSet('LINKERD2_PROXY_INBOUND_PORTS_REQUIRE_TLS', controller.requireTls.join(',')),
    variable('LINKERD2_PROXY_SHUTDOWN_ENDPOINT_ENABLED', String(proxy.enableShutdownEndpoint)),
    variable('LINKERD2_PROXY_LOG', logLevels(values)),
    variable('LINKERD2_PROXY_LOG_FORMAT', proxy.logFormat),
    ...controlPlane(values, controller),
    ...timeouts(values),
    ...listeners(values, controller),
    variable('LINKERD2_PROXY_DESTINATION_PROFILE_SUFFIXES', profileSuffixes(values)),
    variable('LINKERD2_PROXY_INBOUND_ACCEPT_KEEPALIVE', '10000ms'),
    variable('LINKERD2_PROXY_OUTBOUND_CONNECT_KEEPALIVE', '10000ms'),
    variable('LINKERD2_PROXY_INBOUND_ACCEPT_USER_TIMEOUT', '30s'),
    variable('LINKERD2_PROXY_OUTBOUND_CONNECT_USER_TIMEOUT', '30s'),
    variable('LINKERD2_PROXY_OUTBOUND_METRICS_HOSTNAME_LABELS', String(proxy.metrics.hostnameLabels)),
    ...tracing(values),
    ...parameters(values, 'inbound'),
    ...parameters(values, 'outbound'),
    ...ifSet('LINKERD2_PROXY_INBOUND_PORTS_DISABLE_PROTOCOL_DETECTION', proxy.opaquePorts),
    variable(
      'LINKERD2_PROXY_DESTINATION_CONTEXT',
      '{"ns":"$(_pod_ns)", "nodeName":"$(_pod_nodeName)", "pod":"$(_pod_name)"}\n',
    ),
    ...identity(values, controller),
    ...ifSet('LINKERD2_PROXY_ACCESS_LOG', proxy.accessLog ?? ''),
    ...ifSet('LINKERD2_PROXY_SHUTDOWN_GRACE_PERIOD', proxy.shutdownGracePeriod),
    ...(proxy.additionalEnv ?? []),
    ...(proxy.experimentalEnv ?? []),
  ];
}

function variable(name: string, value: string): EnvVar {
  return { name, value };
}

function ifSet(name: string, value: string): EnvVar[] {
  return value === '' ? [] : [variable(name, value)];
}

function fieldOf(name: string, fieldPath: string): EnvVar {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

function workers({ proxy }: LinkerdValues, { cores }: ControllerProxy): EnvVar[] {
  const { maximum, maximumCPURatio, minimum } = proxy.runtime.workers;
  const fixed = cores ?? proxy.cores;
  const least = String(fixed || minimum || 1);
  return [
    variable('LINKERD2_PROXY_CORES', least),
    variable('LINKERD2_PROXY_CORES_MIN', least),
    ...(!fixed && maximum ? [variable('LINKERD2_PROXY_CORES_MAX', String(maximum))] : []),
    ...(!fixed && maximumCPURatio ? [variable('LINKERD2_PROXY_CORES_MAX_RATIO', String(maximumCPURatio))] : []),
  ];
}

/** Headers may contain credentials, so they are never logged, whatever the level. */
function logLevels({ proxy: { logLevel, logHTTPHeaders } }: LinkerdValues): string {
  return logHTTPHeaders === 'insecure' ? logLevel : `${logLevel},[{headers}]=off,[{request}]=off`;
}

function controlPlane(values: LinkerdValues, { serves }: ControllerProxy): EnvVar[] {
  const { clusterNetworks, proxy } = values;
  const { idleTimeout, initialTimeout, lifetime } = proxy.control.streams;
  const host = (service: string) => (serves === 'destination' ? 'localhost.' : controlPlaneService(service, values));
  return [
    variable(
      'LINKERD2_PROXY_DESTINATION_SVC_ADDR',
      `${host('linkerd-dst-headless')}:${CONTROL_PLANE_PORTS.destination}`,
    ),
    variable('LINKERD2_PROXY_DESTINATION_PROFILE_NETWORKS', clusterNetworks),
    variable('LINKERD2_PROXY_POLICY_SVC_ADDR', `${host('linkerd-policy')}:${CONTROL_PLANE_PORTS.policy}`),
    variable('LINKERD2_PROXY_POLICY_WORKLOAD', '{"ns":"$(_pod_ns)", "pod":"$(_pod_name)"}\n'),
    // Webhook calls come from the API server, which has no mesh identity and no known network.
    variable('LINKERD2_PROXY_INBOUND_DEFAULT_POLICY', 'all-unauthenticated'),
    variable('LINKERD2_PROXY_POLICY_CLUSTER_NETWORKS', clusterNetworks),
    variable('LINKERD2_PROXY_CONTROL_STREAM_INITIAL_TIMEOUT', initialTimeout),
    variable('LINKERD2_PROXY_CONTROL_STREAM_IDLE_TIMEOUT', idleTimeout),
    variable('LINKERD2_PROXY_CONTROL_STREAM_LIFETIME', lifetime),
  ];
}

/** The controllers keep upstream's own discovery cache timeouts. */
function timeouts({ proxy }: LinkerdValues): EnvVar[] {
  return [
    ...ifSet('LINKERD2_PROXY_INBOUND_CONNECT_TIMEOUT', proxy.inboundConnectTimeout),
    ...ifSet('LINKERD2_PROXY_OUTBOUND_CONNECT_TIMEOUT', proxy.outboundConnectTimeout),
    variable('LINKERD2_PROXY_OUTBOUND_DISCOVERY_IDLE_TIMEOUT', '5s'),
    variable('LINKERD2_PROXY_INBOUND_DISCOVERY_IDLE_TIMEOUT', '90s'),
    ...(proxy.disableOutboundProtocolDetectTimeout ? [variable('LINKERD2_PROXY_OUTBOUND_DETECT_TIMEOUT', '365d')] : []),
    ...(proxy.disableInboundProtocolDetectTimeout ? [variable('LINKERD2_PROXY_INBOUND_DETECT_TIMEOUT', '365d')] : []),
  ];
}

function listeners(values: LinkerdValues, { inboundPorts }: ControllerProxy): EnvVar[] {
  const { admin, control, inbound, outbound } = values.proxy.ports;
  const any = anyAddress(values);
  const loopback = [`127.0.0.1:${outbound}`, ...(values.disableIPv6 ? [] : [`[::1]:${outbound}`])];
  return [
    variable('LINKERD2_PROXY_CONTROL_LISTEN_ADDR', `${any}:${control}`),
    variable('LINKERD2_PROXY_ADMIN_LISTEN_ADDR', `${any}:${admin}`),
    variable('LINKERD2_PROXY_OUTBOUND_LISTEN_ADDR', `127.0.0.1:${outbound}`),
    variable('LINKERD2_PROXY_OUTBOUND_LISTEN_ADDRS', loopback.join(',')),
    variable('LINKERD2_PROXY_INBOUND_LISTEN_ADDR', `${any}:${inbound}`),
    fieldOf('LINKERD2_PROXY_INBOUND_IPS', 'status.podIPs'),
    variable('LINKERD2_PROXY_INBOUND_PORTS', inboundPorts.join(',')),
  ];
}

function profileSuffixes({ clusterDomain, proxy }: LinkerdValues): string {
  return proxy.enableExternalProfiles ? '.' : `svc.${clusterDomain}.`;
}

function tracing(values: LinkerdValues): EnvVar[] {
  const { collector, enabled, labels, protocol, traceServiceName } = values.proxy.tracing;
  if (!enabled) return [];
  const { namespace, serviceAccountName } = collector.meshIdentity;
  const attributes = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    variable('LINKERD2_PROXY_TRACE_ATTRIBUTES_PATH', '/var/run/linkerd/podinfo/labels'),
    variable('LINKERD2_PROXY_TRACE_ANNOTATIONS_PATH', '/var/run/linkerd/podinfo/annotations'),
    variable('LINKERD2_PROXY_TRACE_PROTOCOL', protocol ?? 'opentelemetry'),
    variable('LINKERD2_PROXY_TRACE_SERVICE_NAME', traceServiceName),
    variable('LINKERD2_PROXY_TRACE_COLLECTOR_SVC_ADDR', collector.endpoint),
    variable('LINKERD2_PROXY_TRACE_COLLECTOR_SVC_NAME', meshIdentity(serviceAccountName, namespace, values)),
    variable('LINKERD2_PROXY_TRACE_EXTRA_ATTRIBUTES', attributes.map(([name, value]) => `${name}=${value}\n`).join('')),
  ];
}

/** `inbound.server.http2.keepAliveInterval` becomes `LINKERD2_PROXY_INBOUND_SERVER_HTTP2_KEEP_ALIVE_INTERVAL`. */
function parameters({ proxy }: LinkerdValues, direction: 'inbound' | 'outbound'): EnvVar[] {
  return Object.entries(proxy[direction]).flatMap(([scope, protocols]) =>
    Object.entries(protocols).flatMap(([protocol, byName]) =>
      Object.entries(byName).map(([name, value]) =>
        variable(['LINKERD2_PROXY', direction, scope, protocol, name].map(upperSnake).join('_'), value),
      ),
    ),
  );
}

function upperSnake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}

function identity(values: LinkerdValues, { serves }: ControllerProxy): EnvVar[] {
  const { identity: issuer, identityTrustDomain } = values;
  const host = serves === 'identity' ? 'localhost.' : controlPlaneService('linkerd-identity-headless', values);
  const controller = (serviceAccount: string) => meshIdentity(serviceAccount, CONTROL_PLANE_NAMESPACE, values);
  return [
    fieldOf('_pod_sa', 'spec.serviceAccountName'),
    variable('_l5d_ns', CONTROL_PLANE_NAMESPACE),
    variable('_l5d_trustdomain', identityTrustDomain),
    variable('LINKERD2_PROXY_IDENTITY_DIR', '/var/run/linkerd/identity/end-entity'),
    {
      name: 'LINKERD2_PROXY_IDENTITY_TRUST_ANCHORS',
      valueFrom: { configMapKeyRef: { name: IDENTITY_BUNDLE, key: TRUST_BUNDLE_KEY } },
    },
    variable(
      'LINKERD2_PROXY_IDENTITY_TOKEN_FILE',
      issuer.serviceAccountTokenProjection
        ? '/var/run/secrets/tokens/linkerd-identity-token'
        : '/var/run/secrets/kubernetes.io/serviceaccount/token',
    ),
    variable('LINKERD2_PROXY_IDENTITY_SVC_ADDR', `${host}:${CONTROL_PLANE_PORTS.identity}`),
    variable('LINKERD2_PROXY_IDENTITY_LOCAL_NAME', meshIdentity('$(_pod_sa)', '$(_pod_ns)', values)),
    variable('LINKERD2_PROXY_IDENTITY_SVC_NAME', controller('linkerd-identity')),
    variable('LINKERD2_PROXY_DESTINATION_SVC_NAME', controller('linkerd-destination')),
    variable('LINKERD2_PROXY_POLICY_SVC_NAME', controller('linkerd-destination')),
  ];
}
