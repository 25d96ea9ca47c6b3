import type { Field } from '../../../manifest/field.js';
import type { SchemaViolation } from '../violation.js';
import { checkAnnotations } from './istio/annotations.js';
import { checkPeerAuthentication, checkRequestAuthentication } from './istio/authentication.js';
import { checkAuthorizationPolicy } from './istio/authorization-policy.js';
import { checkDestinationRule } from './istio/destination-rule.js';
import { checkEnvoyFilter } from './istio/envoy-filter.js';
import { checkGateway } from './istio/gateway.js';
import { checkProxyConfig } from './istio/proxy-config.js';
import { checkIstioCni, checkIstioRevision } from './istio/sail.js';
import { checkServiceEntry } from './istio/service-entry.js';
import { checkSidecar } from './istio/sidecar.js';
import { checkTelemetry } from './istio/telemetry.js';
import { checkVirtualService } from './istio/virtual-service.js';
import { checkTrafficExtension, checkWasmPlugin } from './istio/wasm-plugin.js';
import { checkWorkloadEntry, checkWorkloadGroup } from './istio/workload-entry.js';

type Check = (spec: Field, object: Field) => Iterable<SchemaViolation>;

const checks: Readonly<Record<string, Check>> = {
  'extensions.istio.io/TrafficExtension': checkTrafficExtension,
  'extensions.istio.io/WasmPlugin': checkWasmPlugin,
  'networking.istio.io/DestinationRule': checkDestinationRule,
  'networking.istio.io/EnvoyFilter': checkEnvoyFilter,
  'networking.istio.io/Gateway': checkGateway,
  'networking.istio.io/ProxyConfig': checkProxyConfig,
  'networking.istio.io/ServiceEntry': checkServiceEntry,
  'networking.istio.io/Sidecar': checkSidecar,
  'networking.istio.io/VirtualService': checkVirtualService,
  'networking.istio.io/WorkloadEntry': checkWorkloadEntry,
  'networking.istio.io/WorkloadGroup': checkWorkloadGroup,
  'sailoperator.io/IstioCNI': checkIstioCni,
  'sailoperator.io/IstioRevision': checkIstioRevision,
  'security.istio.io/AuthorizationPolicy': checkAuthorizationPolicy,
  'security.istio.io/PeerAuthentication': checkPeerAuthentication,
  'security.istio.io/RequestAuthentication': checkRequestAuthentication,
  'telemetry.istio.io/Telemetry': checkTelemetry,
};

/**
 * What the resource definitions' expressions and the validating webhook of Istio 1.30 and 1.31 refuse beyond schemas.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/pkg/config/validation/validation.go
 */
export function* checkIstio(object: Field, apiKind: string): Iterable<SchemaViolation> {
  const [group, , kind] = apiKind.split('/');
  const key = `${group}/${kind}`;
  const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
  if (check === undefined) return;
  yield* checkAnnotations(object);
  yield* check(object.at('spec'), object);
}
