/** Port on which a meshed pod's proxy takes in what other proxies send, whatever port they mean. */
export const PROXY_INBOUND_PORT = 4143;

/** Port of the proxy's own metrics and readiness. */
export const PROXY_ADMIN_PORT = 4191;

/** Ports of the control plane that every proxy must reach: identity, destination and policy. @see https://linkerd.io/2-edge/tasks/using-network-policies/ */
export const CONTROL_PLANE_PORTS = { identity: 8080, destination: 8086, policy: 8090 } as const;

export const CONTROL_PLANE_NAMESPACE = 'linkerd';
