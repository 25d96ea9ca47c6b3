import { Duration } from 'cdk8s';
import { formatDiagnostic } from '../../lib/diagnostic.js';
import type { Application } from '../../lib/write/workload/intents/application.js';
import type { Service } from '../../lib/write/workload/intents/service.js';
import { istioCluster, prometheus, workloadOf } from './application.js';
import { checkApplication } from './resolved.js';

/** What is said of a service: what it calls, and its figures in milliseconds. */
export interface Node {
  readonly calls?: readonly string[];
  readonly timeout?: number;
  readonly attempts?: number;
  readonly perTry?: number;
}

/** An application of services that call each other. Those that none calls are called from outside. */
export function applicationThat(
  nodes: { readonly [name: string]: Node },
  { port = 'http', ...more }: Partial<Application> & { readonly port?: string } = {},
): Application {
  const services = Object.entries(nodes).map(([name, { timeout, attempts, perTry = 1 }]): Service => {
    const callers = Object.keys(nodes).filter((caller) => nodes[caller]?.calls?.includes(name));
    const outside = callers.length === 0 ? [{ from: prometheus, port }] : [];
    return {
      workload: workloadOf(name),
      callers: [...outside, ...callers.map((caller) => ({ from: workloadOf(caller), port }))],
      ...(timeout !== undefined && { timeout: Duration.millis(timeout) }),
      ...(attempts !== undefined && {
        retries: { attempts, perTryTimeout: Duration.millis(perTry), on: ['gateway-error'] },
      }),
    };
  });
  return { name: 'shop', cluster: istioCluster, profile: 'production', services, ...more };
}

/** The sentences about it. */
export const saidOf = (...args: Parameters<typeof applicationThat>): string[] =>
  checkApplication(applicationThat(...args)).map(formatDiagnostic);
