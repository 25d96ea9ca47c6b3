import type { Cluster } from '../fleet/cluster.js';
import type { Probe, ProbeAction } from './probe.js';
import type { Workload } from './workload.js';

/** A probe of a container. */
export interface WorkloadProbe {
  readonly container: string;
  readonly question: 'readiness' | 'liveness' | 'startup';
  readonly check: ProbeAction;
}

const QUESTIONS = ['readiness', 'liveness', 'startup'] as const;

/** All probes of a workload. */
export function probesOf({ containers }: Workload): readonly WorkloadProbe[] {
  return containers.flatMap(({ name, probes }) =>
    QUESTIONS.flatMap((question): WorkloadProbe[] => {
      const probe: Probe | undefined = probes?.[question];
      return probe === undefined ? [] : [{ container: name, question, check: probe.check }];
    }),
  );
}

/** A request of the kubelet, as policies match requests. */
export interface KubeletRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** The requests of the kubelet on a port, each once. */
export function kubeletRequests(workload: Workload, port: string): readonly KubeletRequest[] {
  const asked = probesOf(workload).flatMap(({ check }): KubeletRequest[] => {
    if (check.kind === 'http' && check.port === port) return [{ method: 'GET', path: withoutQuery(check.path) }];
    if (check.kind === 'grpc' && check.port === port) return [{ method: 'POST', path: '/grpc.health.v1.Health/Check' }];
    return [];
  });
  return [...new Map(asked.map((request) => [`${request.method} ${request.path}`, request])).values()];
}

/** CIDRs from which kubelets probe: the nodes, and their addresses in the pod network. */
export function kubeletCidrs({ nodeCidrs, podCidrs }: Cluster): readonly string[] {
  return [...new Set([...nodeCidrs, ...podCidrs])];
}

/** The path that the proxy compares. */
function withoutQuery(path: string): string {
  return path.split(/[?#]/)[0] ?? path;
}
