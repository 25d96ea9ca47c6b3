/** The kinds that configure traffic, as `group/kind`, in any API version. */
export const VIRTUAL_SERVICE = 'networking.istio.io/VirtualService';
export const DESTINATION_RULE = 'networking.istio.io/DestinationRule';
export const GATEWAY = 'networking.istio.io/Gateway';
export const SERVICE_ENTRY = 'networking.istio.io/ServiceEntry';
export const SIDECAR = 'networking.istio.io/Sidecar';
export const ENVOY_FILTER = 'networking.istio.io/EnvoyFilter';
export const PROXY_CONFIG = 'networking.istio.io/ProxyConfig';
export const WORKLOAD_ENTRY = 'networking.istio.io/WorkloadEntry';
export const WORKLOAD_GROUP = 'networking.istio.io/WorkloadGroup';
export const TELEMETRY = 'telemetry.istio.io/Telemetry';
export const WASM_PLUGIN = 'extensions.istio.io/WasmPlugin';

/** The name of the gateway that means every sidecar. */
export const MESH_GATEWAY = 'mesh';
