import type { Duration } from 'cdk8s';
import { kinds, list, optional, options, type Shape } from '../../input/shape.js';
import { integer, text, timeSpan } from '../../input/values.js';

/** How the kubelet probes a container. @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/ */
export type ProbeAction = HttpProbe | TcpProbe | GrpcProbe | ExecProbe;

/** An HTTP request that must be answered with a status from 200 to 399. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/ */
export interface HttpProbe {
  /** An HTTP request. */
  readonly kind: 'http';
  /** Path of the request. */
  readonly path: string;
  /** Name of one of the workload's ports. */
  readonly port: string;
}

/** A TCP connection that must be accepted. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/ */
export interface TcpProbe {
  /** A TCP connection. */
  readonly kind: 'tcp';
  /** Name of one of the workload's ports. */
  readonly port: string;
}

/** A call of the gRPC health service. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/ */
export interface GrpcProbe {
  /** A gRPC health check. */
  readonly kind: 'grpc';
  /** Name of one of the workload's ports. */
  readonly port: string;
}

/** A command that must exit with 0. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/ */
export interface ExecProbe {
  /** A command in the container. */
  readonly kind: 'exec';
  /** Program and arguments. */
  readonly command: readonly string[];
}

/** A probe, its period, and how many failures are tolerated. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes */
export interface Probe {
  /** How the kubelet probes. */
  readonly check: ProbeAction;
  /** Time between two checks, in whole seconds. @default 10 seconds, 5 for startup */
  readonly period?: Duration;
  /** Time to wait for an answer, in whole seconds. @default 1 second */
  readonly timeout?: Duration;
  /** Consecutive failures after which the probe fails, 1 to 1000. @default 3, 60 for startup */
  readonly failureThreshold?: number;
}

/** The three probes of a container. @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/ */
export interface Probes {
  /** Whether the container may receive traffic. It also orders start-up: no pod is called before it is ready. */
  readonly readiness: Probe;
  /** Whether the container must be restarted. It must not fail because of another service. */
  readonly liveness: Probe;
  /** Whether the container has started; the other two probes wait for it. @default - as liveness, every 5 seconds, 60 failures */
  readonly startup?: Probe;
}

const ACTION: Shape<ProbeAction> = kinds<ProbeAction>({
  http: { path: text('a path that starts with /', /^\//), port: text() },
  tcp: { port: text() },
  grpc: { port: text() },
  exec: { command: list(text(), 1) },
});

const PROBE: Shape<Probe> = options<Probe>({
  check: ACTION,
  period: optional(timeSpan),
  timeout: optional(timeSpan),
  failureThreshold: optional(integer(1, 1000)),
});

/** What is accepted as probes. */
export const PROBES: Shape<Probes> = options<Probes>({
  readiness: PROBE,
  liveness: PROBE,
  startup: optional(PROBE),
});
