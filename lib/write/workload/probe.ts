import type { Duration } from 'cdk8s';
import { kinds, list, optional, options, type Shape } from '../../input/shape.js';
import { integer, text, timeSpan } from '../../input/values.js';

/** What the kubelet asks to learn about a container. @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/ */
export type ProbeAction = HttpProbe | TcpProbe | GrpcProbe | ExecProbe;

/** A request that must be answered with a status from 200 to 399. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/ */
export interface HttpProbe {
  /** Asks by a request of HTTP. */
  readonly kind: 'http';
  /** Path of the request. */
  readonly path: string;
  /** Name of one of the workload's ports. */
  readonly port: string;
}

/** A connection that must be accepted. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/ */
export interface TcpProbe {
  /** Asks by a connection alone. */
  readonly kind: 'tcp';
  /** Name of one of the workload's ports. */
  readonly port: string;
}

/** A call of the gRPC health service. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/ */
export interface GrpcProbe {
  /** Asks the gRPC health service. */
  readonly kind: 'grpc';
  /** Name of one of the workload's ports. */
  readonly port: string;
}

/** A command that must end with 0. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/ */
export interface ExecProbe {
  /** Asks by a command in the container. */
  readonly kind: 'exec';
  /** Program and arguments. */
  readonly command: readonly string[];
}

/** What is asked, how often, and how many failures count. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes */
export interface Probe {
  /** What the kubelet asks. */
  readonly check: ProbeAction;
  /** Time between two checks, whole seconds. @default 10 seconds, 5 for startup */
  readonly period?: Duration;
  /** Time to wait for an answer, whole seconds. @default 1 second */
  readonly timeout?: Duration;
  /** Failures in a row that count, 1 or more. @default 3, 60 for startup */
  readonly failureThreshold?: number;
}

/** The three questions. @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/ */
export interface Probes {
  /** Whether the container may get traffic. Start-up order follows from it: nobody is called before it is ready. */
  readonly readiness: Probe;
  /** Whether the container must be started again; not to fail because something else does. */
  readonly liveness: Probe;
  /** Whether the container is up at all; the other two wait for it. @default - as liveness, every 5 seconds, 60 failures */
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
