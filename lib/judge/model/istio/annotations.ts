import { parseCidr } from '../../../formats/cidr.js';
import { parseQuantity } from '../../../formats/quantity.js';

/** A kind on which Istio reads an annotation; `Pod` includes pod templates. */
export type Place = 'Pod' | 'Namespace' | 'Service' | 'any' | 'elsewhere';

/** What Istio knows about an annotation. */
export interface Annotation {
  readonly places: readonly Place[];
  /** What to write instead, where it is deprecated. */
  readonly instead?: string;
  /** What a value should be; undefined if it is valid. */
  readonly expects?: (value: string) => string | undefined;
}

const PORT = /^\s*\d{1,5}\s*$/;
const BOOLEAN = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;

const isPort = (text: string): boolean => PORT.test(text) && Number(text) <= 65535;
const ports = (value: string): string | undefined =>
  value.trim() === '' || value.split(',').every(isPort)
    ? undefined
    : 'port numbers with commas between them, no ranges and no names';
const portsOrAll = (value: string): string | undefined => (value === '*' ? undefined : ports(value));
const networks = (value: string): string | undefined =>
  value === '' || value.split(',').every((cidr) => parseCidr(cidr) !== undefined)
    ? undefined
    : 'CIDRs with commas between them, without spaces';
const networksOrAll = (value: string): string | undefined => (value === '*' ? undefined : networks(value));
const quantity = (value: string): string | undefined =>
  parseQuantity(value) === undefined ? 'a quantity, such as 100m or 128Mi' : undefined;
const count = (value: string): string | undefined => (/^\d+$/.test(value) ? undefined : 'a whole number');
const boolean = (value: string): string | undefined => (BOOLEAN.test(value) ? undefined : 'true or false');
const oneOf =
  (...allowed: readonly string[]) =>
  (value: string): string | undefined =>
    allowed.includes(value) ? undefined : `one of ${allowed.join(', ')}`;

const pod = (expects?: Annotation['expects']): Annotation =>
  expects === undefined ? { places: ['Pod'] } : { places: ['Pod'], expects };
const retired = (instead: string, place: Place = 'Pod'): Annotation => ({ places: [place], instead });

const STATS = 'proxyStatsMatcher in proxy.istio.io/config';

/**
 * The annotations that Istio reads, the kinds on which it reads them, and the values that the injector accepts.
 *
 * @see https://istio.io/latest/docs/reference/config/annotations/
 * @see https://github.com/istio/istio/blob/1.30.3/pkg/kube/inject/validate.go
 */
export const ISTIO_ANNOTATIONS: ReadonlyMap<string, Annotation> = new Map<string, Annotation>([
  ['alpha.istio.io/canonical-serviceaccounts', retired('an AuthorizationPolicy with the principals', 'Service')],
  ['alpha.istio.io/kubernetes-serviceaccounts', retired('an AuthorizationPolicy with the principals', 'Service')],
  ['ambient.istio.io/bypass-inbound-capture', pod()],
  ['ambient.istio.io/dns-capture', pod()],
  ['ambient.istio.io/redirection', pod()],
  ['ambient.istio.io/waypoint-inbound-binding', { places: ['elsewhere'] }],
  ['galley.istio.io/analyze-suppress', { places: ['any'] }],
  ['gateway.istio.io/controller-version', { places: ['any'] }],
  ['gateway.istio.io/name-override', { places: ['elsewhere'] }],
  ['gateway.istio.io/service-account', { places: ['elsewhere'] }],
  ['inject.istio.io/templates', pod()],
  ['istio.io/autoRegistrationGroup', { places: ['elsewhere'] }],
  ['istio.io/connectedAt', { places: ['elsewhere'] }],
  ['istio.io/disconnectedAt', { places: ['elsewhere'] }],
  ['istio.io/dry-run', { places: ['elsewhere'], expects: boolean }],
  ['istio.io/reroute-virtual-interfaces', pod()],
  ['istio.io/rev', { places: ['any'] }],
  ['istio.io/workloadController', { places: ['elsewhere'] }],
  ['networking.istio.io/exportTo', { places: ['Service'] }],
  ['networking.istio.io/service-type', { places: ['elsewhere'] }],
  ['networking.istio.io/traffic-distribution', { places: ['Namespace', 'Service', 'elsewhere'] }],
  ['prometheus.istio.io/merge-metrics', pod(boolean)],
  ['prometheus.istio.io/secure-port', pod()],
  ['proxy.istio.io/config', pod()],
  ['proxy.istio.io/overrides', pod()],
  ['readiness.status.sidecar.istio.io/applicationPorts', pod()],
  ['readiness.status.sidecar.istio.io/failureThreshold', pod(count)],
  ['readiness.status.sidecar.istio.io/initialDelaySeconds', pod(count)],
  ['readiness.status.sidecar.istio.io/periodSeconds', pod(count)],
  ['sidecar.istio.io/agentLogLevel', pod()],
  ['sidecar.istio.io/bootstrapOverride', pod()],
  ['sidecar.istio.io/componentLogLevel', pod()],
  ['sidecar.istio.io/discoveryAddress', retired('discoveryAddress in proxy.istio.io/config')],
  ['sidecar.istio.io/extraStatTags', retired('a Telemetry')],
  ['sidecar.istio.io/inject', { ...retired('the label sidecar.istio.io/inject'), expects: oneOf('true', 'false') }],
  ['sidecar.istio.io/interceptionMode', pod(oneOf('REDIRECT', 'TPROXY', 'NONE'))],
  ['sidecar.istio.io/logLevel', pod()],
  ['sidecar.istio.io/nativeSidecar', pod(boolean)],
  ['sidecar.istio.io/proxyCPU', pod(quantity)],
  ['sidecar.istio.io/proxyCPULimit', pod(quantity)],
  ['sidecar.istio.io/proxyImage', pod()],
  ['sidecar.istio.io/proxyImageType', pod()],
  ['sidecar.istio.io/proxyMemory', pod(quantity)],
  ['sidecar.istio.io/proxyMemoryLimit', pod(quantity)],
  ['sidecar.istio.io/rewriteAppHTTPProbers', pod()],
  ['sidecar.istio.io/statsCompression', retired('statsCompression in proxy.istio.io/config')],
  ['sidecar.istio.io/statsEvictionInterval', pod()],
  ['sidecar.istio.io/statsFlushInterval', pod()],
  ['sidecar.istio.io/statsHistogramBins', pod()],
  ['sidecar.istio.io/statsHistogramBuckets', pod()],
  ['sidecar.istio.io/statsInclusionPrefixes', retired(STATS)],
  ['sidecar.istio.io/statsInclusionRegexps', retired(STATS)],
  ['sidecar.istio.io/statsInclusionSuffixes', retired(STATS)],
  ['sidecar.istio.io/status', pod()],
  ['sidecar.istio.io/userVolume', pod()],
  ['sidecar.istio.io/userVolumeMount', pod()],
  ['status.sidecar.istio.io/port', pod((value) => (isPort(value) ? undefined : 'a port number'))],
  ['topology.istio.io/controlPlaneClusters', { places: ['Namespace'] }],
  ['traffic.istio.io/nodeSelector', { places: ['Service'] }],
  ['traffic.sidecar.istio.io/excludeInboundPorts', pod(ports)],
  ['traffic.sidecar.istio.io/excludeInterfaces', pod()],
  ['traffic.sidecar.istio.io/excludeOutboundIPRanges', pod(networks)],
  ['traffic.sidecar.istio.io/excludeOutboundPorts', pod(ports)],
  ['traffic.sidecar.istio.io/includeInboundPorts', pod(portsOrAll)],
  ['traffic.sidecar.istio.io/includeOutboundIPRanges', pod(networksOrAll)],
  ['traffic.sidecar.istio.io/includeOutboundPorts', pod()],
  ['traffic.sidecar.istio.io/kubevirtInterfaces', retired('istio.io/reroute-virtual-interfaces')],
]);

/** Whether an annotation has Istio's prefix. */
export function isIstioKey(key: string): boolean {
  const slash = key.indexOf('/');
  const domain = slash < 0 ? '' : key.slice(0, slash);
  return domain === 'istio.io' || domain.endsWith('.istio.io');
}
