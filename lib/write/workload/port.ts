import { oneOf, optional, options, type Shape } from '../../input/shape.js';
import { integer, text } from '../../input/values.js';

/** The protocol of a port, stated so that the mesh need not detect it. */
export type AppProtocol = 'http' | 'http2' | 'grpc' | 'tcp' | 'tls';

/** A port of the pods of a workload and of its Service. */
export interface WorkloadPort {
  /** Name by which intents refer to the port: a DNS label of up to 10 characters, which the protocol prefixes in the output. @see https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services */
  readonly name: string;
  /** Number of the container port, 1 to 65535. @see https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports */
  readonly port: number;
  /** Number of the port on the Service, 1 to 65535. @default - that of the container @see https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports */
  readonly servicePort?: number;
  /** Protocol. `tcp` for everything that is neither HTTP nor TLS, also if the server speaks first. @see https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol */
  readonly appProtocol: AppProtocol;
  /** Name of the container that listens. @default - the first @see https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports */
  readonly container?: string;
}

/** Whether a mesh sees requests on the port, so that methods, paths, retries and routes apply. */
export function speaksHttp({ appProtocol }: WorkloadPort): boolean {
  return appProtocol === 'http' || appProtocol === 'http2' || appProtocol === 'grpc';
}

/** Name of the port on pods and Service: the protocol first, for programs that do not read `appProtocol`. */
export function portName({ name, appProtocol }: WorkloadPort): string {
  return name === appProtocol || name.startsWith(`${appProtocol}-`) ? name : `${appProtocol}-${name}`;
}

/** Number of the port on the Service. */
export function servicePortOf({ port, servicePort }: WorkloadPort): number {
  return servicePort ?? port;
}

/** What is accepted as a port. */
export const WORKLOAD_PORT: Shape<WorkloadPort> = options<WorkloadPort>({
  name: text('up to 10 lower-case letters, digits and dashes, a letter first', /^[a-z]([-a-z0-9]{0,8}[a-z0-9])?$/),
  port: integer(1, 65_535),
  servicePort: optional(integer(1, 65_535)),
  appProtocol: oneOf('http', 'http2', 'grpc', 'tcp', 'tls'),
  container: optional(text()),
});
