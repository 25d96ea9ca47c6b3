import { list, oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { text } from '../../../input/values.js';
import { PEER, type Peer } from '../peer.js';
import { PATH } from './request-match.js';

/** Methods to which a caller can be limited. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** A method of HTTP. */
export type Method = (typeof METHODS)[number];

/** Who may connect to one port of a workload, and which requests it may make. @see https://istio.io/latest/docs/concepts/security/#authorization */
export interface Caller {
  /** The calling workload, recognized by the identity that its mTLS proves. */
  readonly from: Peer;
  /** Name of a port of the called workload. @see https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services */
  readonly port: string;
  /** Allowed methods, on a port that speaks HTTP. @default - all */
  readonly methods?: readonly Method[];
  /** Allowed paths, exact or with `/*` at the end, on a port that speaks HTTP. @default - all */
  readonly paths?: readonly string[];
  /** Whether its requests must carry a token of an end user, if the service has `endUser`. @default required on ports that speak HTTP */
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
