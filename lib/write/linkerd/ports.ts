/** Port on which the proxy of a pod accepts the traffic of other proxies, whatever its target port. */
export const PROXY_INBOUND_PORT = 4143;

/** Port of the metrics and the readiness of a proxy. */
export const PROXY_ADMIN_PORT = 4191;

/** Ports of the control plane that every proxy must reach: identity, destination and policy. @see https://linkerd.io/2-edge/tasks/using-network-policies/ */
export const CONTROL_PLANE_PORTS = { identity: 8080, destination: 8086, policy: 8090 } as const;

export const CONTROL_PLANE_NAMESPACE = 'linkerd';
