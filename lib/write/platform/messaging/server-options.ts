import { type Fields, optional } from '../../../input/shape.js';
import { flag } from '../../../input/values.js';
import type { NatsServerProps } from '../../nats/nats-server-props.js';
import { SECRET_SOURCE, type SecretSource } from '../../secrets/required-secret.js';

/** How the servers of a cluster are set up and observed in a fleet. */
export interface ServerSurroundings {
  /** How passwords and keys get into the cluster. @default - the fleet's `secrets` @see https://external-secrets.io/latest/ */
  readonly secrets?: SecretSource;
  /** Whether the namespace is created, with a default-deny NetworkPolicy; false if it exists. @default true @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
  readonly createNamespace?: boolean;
  /** Whether each server has an exporter that the fleet's Prometheus scrapes. @default - true if the fleet has a Prometheus @see https://github.com/nats-io/prometheus-nats-exporter */
  readonly monitors?: boolean;
  /** Whether there are alerts on servers, links and streams. @default - true if the servers are monitored @see https://prometheus.io/docs/alerting/latest/overview/ */
  readonly alerts?: boolean;
  /** Whether there is a Grafana dashboard of the servers. @default - true if the servers are monitored @see https://grafana.com/docs/grafana/latest/dashboards/ */
  readonly dashboards?: boolean;
}

/** The props that broker and leaf have in common, without cluster, clients and exporter, which the fleet sets. */
export type ServerOptions = Omit<NatsServerProps, 'cluster' | 'secrets'> & ServerSurroundings;

/** What is accepted as these options. */
export const SURROUNDINGS: Fields<ServerSurroundings> = {
  secrets: optional(SECRET_SOURCE),
  createNamespace: optional(flag),
  monitors: optional(flag),
  alerts: optional(flag),
  dashboards: optional(flag),
};
