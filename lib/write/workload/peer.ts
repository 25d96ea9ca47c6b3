import { isMapping } from '../../input/fault.js';
import { kinds, mapping, type Shape } from '../../input/shape.js';
import { anyText, label, objectName } from '../../input/values.js';
import { GATEWAY, type Gateway } from './gateway.js';
import { WORKLOAD, type Workload } from './workload.js';

/** Whatever runs in pods and can call or be called: a workload of the application, one that others run, or a gateway. */
export type Peer = Workload | ExternalWorkload | Gateway;

/** A workload in the same cluster that someone else defines, known by what its pods prove and bear. */
export interface ExternalWorkload {
  /** Tells it from workloads that are built here. */
  readonly kind: 'external';
  /** What messages call it, and part of the names of policies. */
  readonly name: string;
  /** Namespace of its pods. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
  readonly namespace: string;
  /** ServiceAccount that its pods run as: the identity that its mTLS proves. @see https://kubernetes.io/docs/concepts/security/service-accounts/ */
  readonly serviceAccount: string;
  /** Labels by which network policies know its pods. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
  readonly podLabels: { readonly [key: string]: string };
}

/** What meshes and network policies know of a peer. */
export interface PeerIdentity {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly podLabels: { readonly [key: string]: string };
}

/** The identity of a peer: one ServiceAccount for each workload, named like it, unless someone else makes its pods. */
export function identityOf(peer: Peer): PeerIdentity {
  const { name, namespace } = peer;
  if (peer.kind === 'external') {
    return { name, namespace, serviceAccount: peer.serviceAccount, podLabels: peer.podLabels };
  }
  if (peer.kind === 'gateway' && peer.pods !== undefined) {
    return { name, namespace, serviceAccount: peer.pods.serviceAccount, podLabels: peer.pods.labels };
  }
  return { name, namespace, serviceAccount: name, podLabels: { 'app.kubernetes.io/name': name } };
}

/** Whether two references mean one peer. */
export function samePeer(a: Peer, b: Peer): boolean {
  return a.name === b.name && a.namespace === b.namespace;
}

/** What is accepted as a workload that someone else defines. */
export const EXTERNAL_WORKLOAD: Shape<ExternalWorkload> = kinds<ExternalWorkload>({
  external: { name: objectName, namespace: label, serviceAccount: objectName, podLabels: mapping(anyText) },
});

/** What is accepted as a peer: its kind says which of the three it must be. */
export const PEER: Shape<Peer> = {
  expected: 'a workload, an external workload or a gateway',
  faults: (path, value) => {
    const kind = isMapping(value) ? value['kind'] : undefined;
    if (kind === 'external') return EXTERNAL_WORKLOAD.faults(path, value);
    return (kind === 'gateway' ? GATEWAY : WORKLOAD).faults(path, value);
  },
};
