import { Construct } from 'constructs';
import { InvalidInput } from '../../../diagnostic.js';
import { METRICS_PORT_NAME } from '../../nats/ports.js';
import { type NatsServerSettings, podLabels } from '../../nats/server-settings.js';
import type { Prometheus } from '../prometheus.js';
import { PodMetrics } from './pod-metrics.js';

/** The servers, and the Prometheus that scrapes them. @see https://github.com/nats-io/prometheus-nats-exporter */
export interface NatsMonitorProps {
  /** The servers: `brokerSettings(…).settings` or `leafSettings(…).settings`. */
  readonly server: NatsServerSettings;
  /** The Prometheus that scrapes them; one of the scrapers of their exporters. */
  readonly prometheus: Prometheus;
}

/** Monitors of NATS servers, at their exporters. @see https://github.com/nats-io/prometheus-nats-exporter */
export class NatsMonitor extends Construct {
  constructor(scope: Construct, id: string, { server, prometheus }: NatsMonitorProps) {
    super(scope, id);
    const { name, namespace, exporter } = server;
    const where = `NatsMonitor '${namespace}/${name}'`;
    if (exporter === undefined) {
      throw new InvalidInput([
        {
          where,
          path: 'server',
          got: 'a server without exporter',
          expected: 'one whose exporter admits Prometheus',
          fix: `Set exporter: { scrapers: [{ serviceAccount: '${prometheus.serviceAccount}', namespace: '${prometheus.namespace}' }] }.`,
        },
      ]);
    }
    const admitted = exporter.scrapers.some(
      (scraper) => scraper.namespace === prometheus.namespace && scraper.serviceAccount === prometheus.serviceAccount,
    );
    if (!admitted) {
      throw new InvalidInput([
        {
          where,
          path: 'prometheus',
          got: `${prometheus.namespace}/${prometheus.serviceAccount}, which the exporter does not admit`,
          expected: `one of ${exporter.scrapers.map((scraper) => `${scraper.namespace}/${scraper.serviceAccount}`).join(', ')}`,
          fix: "Add it to the exporter's scrapers: otherwise the mesh denies every scrape.",
        },
      ]);
    }
    new PodMetrics(this, 'monitor', {
      namespace,
      name,
      podLabels: podLabels(name),
      port: METRICS_PORT_NAME,
      prometheus,
    });
  }
}
