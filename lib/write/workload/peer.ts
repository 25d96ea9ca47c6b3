import { isMapping } from '../../formats/mapping.js';
import { kinds, mapping, type Shape } from '../../input/shape.js';
import { anyText, label, objectName } from '../../input/values.js';
import { GATEWAY, type Gateway } from './gateway.js';
import { WORKLOAD, type Workload } from './workload.js';

/** Pods that can call or be called: a workload of the application, an external workload, or a gateway. */
export type Peer = Workload | ExternalWorkload | Gateway;

/** A workload of the same cluster outside the application, recognized by the account and the labels of its pods. */
export interface ExternalWorkload {
  /** A workload that is defined elsewhere. */
  readonly kind: 'external';
  /** Name in messages, and part of the names of policies. */
  readonly name: string;
  /** Namespace of its pods. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
  readonly namespace: string;
  /** ServiceAccount of its pods: the identity that its mTLS proves. @see https://kubernetes.io/docs/concepts/security/service-accounts/ */
  readonly serviceAccount: string;
  /** Labels by which network policies select its pods. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
  readonly podLabels: { readonly [key: string]: string };
}

/** How meshes and network policies recognize a peer. */
export interface PeerIdentity {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly podLabels: { readonly [key: string]: string };
}

/** The identity of a peer. The ServiceAccount of a workload has its name; pods that are defined elsewhere state theirs. */
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

/** Identifies a peer: `namespace/name`. */
export function peerKey({ namespace, name }: Peer): string {
  return `${namespace}/${name}`;
}

/** Whether two references mean the same peer. */
export function samePeer(a: Peer, b: Peer): boolean {
  return a.name === b.name && a.namespace === b.namespace;
}

/** What is accepted as a workload that is defined elsewhere. */
export const EXTERNAL_WORKLOAD: Shape<ExternalWorkload> = kinds<ExternalWorkload>({
  external: { name: objectName, namespace: label, serviceAccount: objectName, podLabels: mapping(anyText) },
});

/** What is accepted as a peer: its kind decides which of the three it must be. */
export const PEER: Shape<Peer> = {
  expected: 'a workload, an external workload or a gateway',
  faults: (path, value) => {
    const kind = isMapping(value) ? value['kind'] : undefined;
    if (kind === 'external') return EXTERNAL_WORKLOAD.faults(path, value);
    return (kind === 'gateway' ? GATEWAY : WORKLOAD).faults(path, value);
  },
};
