import type { Cluster } from '../fleet/cluster.js';
import type { Probe, ProbeAction } from './probe.js';
import type { Workload } from './workload.js';

/** A container's probe, and which of the three questions it asks. */
export interface WorkloadProbe {
  readonly container: string;
  readonly question: 'readiness' | 'liveness' | 'startup';
  readonly check: ProbeAction;
}

const QUESTIONS = ['readiness', 'liveness', 'startup'] as const;

/** Every probe that a workload states. */
export function probesOf({ containers }: Workload): readonly WorkloadProbe[] {
  return containers.flatMap(({ name, probes }) =>
    QUESTIONS.flatMap((question): WorkloadProbe[] => {
      const probe: Probe | undefined = probes?.[question];
      return probe === undefined ? [] : [{ container: name, question, check: probe.check }];
    }),
  );
}

/** A request of the kubelet, as policy tells requests apart. */
export interface KubeletRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** What the kubelet asks on a port, each once. */
export function kubeletRequests(workload: Workload, port: string): readonly KubeletRequest[] {
  const asked = probesOf(workload).flatMap(({ check }): KubeletRequest[] => {
    if (check.kind === 'http' && check.port === port) return [{ method: 'GET', path: withoutQuery(check.path) }];
    if (check.kind === 'grpc' && check.port === port) return [{ method: 'POST', path: '/grpc.health.v1.Health/Check' }];
    return [];
  });
  return [...new Map(asked.map((request) => [`${request.method} ${request.path}`, request])).values()];
}

/** CIDRs from which kubelets ask: the nodes, or their end of the pod network. */
export function kubeletCidrs({ nodeCidrs, podCidrs }: Cluster): readonly string[] {
  return [...new Set([...nodeCidrs, ...podCidrs])];
}

/** Of a path and its query, what the proxy compares. */
function withoutQuery(path: string): string {
  return path.split(/[?#]/)[0] ?? path;
}
