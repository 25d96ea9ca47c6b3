/** Ports of a NATS server's pod, by upstream's convention. @see https://docs.nats.io/running-a-nats-service/configuration */
export const CLIENT_PORT = 4222;
export const CLUSTER_PORT = 6222;
export const LEAFNODE_PORT = 7422;
export const MONITOR_PORT = 8222;
export const METRICS_PORT = 7777;

/** Name of the metrics port, of the exporter's container and of the Service. */
export const METRICS_PORT_NAME = 'metrics';

/** The ports on which the server speaks first, so that a mesh must not wait for the client to do so. */
export const OPAQUE_PORTS = [CLIENT_PORT, CLUSTER_PORT, LEAFNODE_PORT] as const;

/** Default NodePorts; any port of the cluster's NodePort range works. */
export const DEFAULT_LEAFNODE_NODE_PORT = 30722;
export const DEFAULT_CLIENT_NODE_PORT = 30422;
