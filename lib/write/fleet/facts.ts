import type { IConstruct } from 'constructs';
import type { SecretContent } from '../secrets/secret-content.js';

/**
 * What a construct publishes about itself to the rest of the fleet: small plain data, kept after the objects of a
 * cluster are released.
 */
export type Fact =
  | UniqueFact
  | ExposedFact
  | DialedFact
  | LeafFact
  | ListedLeafFact
  | StreamFact
  | StreamUseFact
  | TrustFact
  | IntermediateFact
  | IdentityFact
  | MeshFact
  | MeshNeedFact
  | SecretFact;

/** A value that no two parts of a fleet may share. */
export interface UniqueFact {
  readonly kind: 'unique';
  /** What the value is: `NATS server name prefix`, `JetStream domain`. */
  readonly of: string;
  readonly value: string;
  /** Construct and path, as in an error message. */
  readonly by: string;
}

/** A port on a cluster's nodes that other clusters may dial. */
export interface ExposedFact {
  readonly kind: 'exposed';
  readonly cluster: string;
  readonly nodePort: number;
  /** Addresses for which the server behind the port holds a certificate. */
  readonly certifiedFor: readonly string[];
  readonly by: string;
}

/** An address in another cluster that a construct dials. */
export interface DialedFact {
  readonly kind: 'dialed';
  readonly cluster: string;
  readonly address: string;
  readonly port: number;
  readonly by: string;
}

/** Servers that extend a hub in another cluster. */
export interface LeafFact {
  readonly kind: 'leaf';
  readonly cluster: string;
  /** `<cluster>/<name>` of the hub. */
  readonly hub: string;
}

/** A cluster that a hub admits as a leaf. */
export interface ListedLeafFact {
  readonly kind: 'listed-leaf';
  readonly cluster: string;
  /** `<cluster>/<name>` of the hub. */
  readonly hub: string;
  /** Construct, and place in its list. */
  readonly by: string;
}

/** A stream that servers keep as described. */
export interface StreamFact {
  readonly kind: 'stream';
  /** JetStream domain of the servers. */
  readonly domain: string;
  readonly account: string;
  readonly name: string;
  readonly consumers: readonly string[];
}

/** A stream or consumer that a user, or its program, names; `*` for any. */
export interface StreamUseFact {
  readonly kind: 'stream-use';
  /** Absent if no server that the user reaches has JetStream. */
  readonly domain: string | undefined;
  readonly account: string;
  readonly stream: string;
  readonly consumer?: string;
  /** What the user may create with it. */
  readonly creates?: 'stream' | 'consumer';
  /** Construct, and place of what names it. */
  readonly where: string;
  /** The value there, as a message shows it. */
  readonly got: string;
}

/** The roots that a cluster trusts. */
export interface TrustFact {
  readonly kind: 'trust';
  readonly cluster: string;
  readonly trustDomain: string;
  /** SHA-256 fingerprints of the root certificates in the bundle; empty if they are known only in the cluster. */
  readonly anchors: readonly string[];
  /** Whether the root is made inside the cluster, so that no other cluster can share it. */
  readonly ownRoot: boolean;
  readonly by: string;
}

/** An intermediate that a cluster needs below its root; published even if the root does not exist yet. */
export interface IntermediateFact {
  readonly kind: 'intermediate';
  readonly cluster: string;
  readonly trustDomain: string;
  /** Where the root is. */
  readonly root: 'offline' | 'issuer' | 'self-signed';
  readonly use: 'mesh' | 'messaging';
  /** Where its Secret is. */
  readonly namespace: string;
  readonly secretName: string;
  readonly by: string;
}

/** The identities of a cluster's mesh, as its control plane is configured. */
export interface IdentityFact {
  readonly kind: 'identity';
  readonly cluster: string;
  readonly trustDomain: string;
  /** Fingerprints of the roots; empty if they are not known. */
  readonly anchors: readonly string[];
  readonly by: string;
}

/** The configuration of a cluster's mesh that others rely on. */
export interface MeshFact {
  readonly kind: 'mesh';
  readonly cluster: string;
  /** Settings that policies may rely on. */
  readonly met: readonly string[];
  /** Values of the fields of the mesh's configuration, as messages show them. */
  readonly got: { readonly [field: string]: string };
  readonly by: string;
}

/** A setting of the mesh that a policy relies on. */
export interface MeshNeedFact {
  readonly kind: 'mesh-need';
  readonly cluster: string;
  readonly need: string;
  /** Field of the mesh's configuration that decides it. */
  readonly field: string;
  readonly expected: string;
  readonly fix: string;
  readonly by: string;
}

/** A Secret that someone must bring into the cluster before the workloads start. */
export interface SecretFact {
  readonly kind: 'secret';
  readonly cluster: string;
  readonly content: SecretContent;
}

const factsByRoot = new WeakMap<IConstruct, Fact[]>();

/** Publishes a fact to the fleet of the construct's app, if it has one. */
export function publishFact(construct: IConstruct, fact: Fact): void {
  const root = construct.node.root;
  const facts = factsByRoot.get(root);
  if (facts === undefined) factsByRoot.set(root, [fact]);
  else facts.push(fact);
}

/** All facts published below the same root. */
export function factsOf(construct: IConstruct): readonly Fact[] {
  return factsByRoot.get(construct.node.root) ?? [];
}
