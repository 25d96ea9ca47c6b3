import type { Difference } from './compare.js';

/** A difference from the charts that is meant, and why. */
export interface Intent {
  readonly reason: string;
  /** Objects, as `Kind namespace/name`. */
  readonly object: RegExp;
  /** Paths of fields; the empty path is the whole object. */
  readonly path: RegExp;
  /** Further conditions. @default - none */
  readonly when?: (difference: Difference) => boolean;
}

const EVERY = /./;
const onlyOurs = ({ chart }: Difference) => chart === undefined;
const onlyTheirs = ({ ours }: Difference) => ours === undefined;

/** Every difference that is meant. What no entry explains, `npm run parity` reports as missing or extra. */
export const INTENDED: readonly Intent[] = [
  {
    reason: 'Every object says by which tool and for which fleet it was made; the chart names itself, or nobody.',
    object: EVERY,
    path: /^metadata\.labels\["app\.kubernetes\.io\/(name|part-of|managed-by)"\]$/,
  },
  {
    reason: 'The mark of the tool that wrote an object names us, and no version: a new version of a tool is no change of the mesh.',
    object: EVERY,
    path: /annotations\["linkerd\.io\/created-by"\]$/,
  },
  {
    reason: 'A plain manifest brings the namespace, with the labels that trust-manager, the webhooks and pod security read.',
    object: /^Namespace (linkerd|linkerd-cni)$/,
    path: /^$/,
    when: onlyOurs,
  },
  {
    reason: 'The control plane is reached by proxies, the API server and scrapers, on their ports, and by nobody else.',
    object: /^NetworkPolicy (linkerd|linkerd-cni)\//,
    path: /^$/,
    when: onlyOurs,
  },
  {
    reason: 'Each container has requests and limits; the chart leaves them open.',
    object: EVERY,
    path: /(\.resources|Resources)\b/,
    when: onlyOurs,
  },
  {
    reason: 'The heartbeat reports the installation to a server on the internet: it is off unless it is asked for.',
    object: /linkerd-heartbeat$/,
    path: /^$/,
    when: onlyTheirs,
  },
];
