import { list, oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { text } from '../../../input/values.js';
import { PEER, type Peer } from '../peer.js';
import { PATH } from './request-match.js';

/** Methods that a caller may be held to. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** A method of HTTP. */
export type Method = (typeof METHODS)[number];

/** Who may connect to one port of a workload, and what it may ask there. @see https://istio.io/latest/docs/concepts/security/#authorization */
export interface Caller {
  /** The workload that calls, known by the identity that its mTLS proves. */
  readonly from: Peer;
  /** Name of a port of the workload that is called. @see https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services */
  readonly port: string;
  /** Methods; for ports that speak HTTP. @default - every method */
  readonly methods?: readonly Method[];
  /** Paths, exact or with `/*` at the end; for ports that speak HTTP. @default - every path */
  readonly paths?: readonly string[];
  /** Whether its requests must carry a token of an end user, where the workload checks them. @default required on ports that speak HTTP */
  readonly endUser?: 'required' | 'exempt';
}

/** What is accepted as a caller. */
export const CALLER: Shape<Caller> = options<Caller>({
  from: PEER,
  port: text(),
  methods: optional(list(oneOf(...METHODS), 1)),
  paths: optional(list(PATH, 1)),
  endUser: optional(oneOf('required', 'exempt')),
});
