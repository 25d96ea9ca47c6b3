/** Where the root of a fleet is, and who signs the clusters' intermediates with it. */
export type TrustRoot = OfflineRoot | IssuerRoot | SelfSignedRoot;

/** The root's key is kept off every cluster; `npm run trust` makes the intermediates, which are applied by hand. */
export interface OfflineRoot {
  readonly kind: 'offline';
  /** Public root certificates in PEM, one each; two during a rotation, the old and the new one. */
  readonly certificates: readonly string[];
}

/** A cert-manager issuer of the cluster, such as Vault or a cloud's private CA, signs the intermediates. @see https://cert-manager.io/docs/configuration/ */
export interface IssuerRoot {
  readonly kind: 'issuer';
  readonly name: string;
  /** Kind of a cluster-wide issuer. @default ClusterIssuer */
  readonly issuerKind?: string;
  /** API group of the issuer. @default cert-manager.io */
  readonly group?: string;
  /** Public root certificates in PEM that the issuer's certificates chain to; two during a rotation. */
  readonly certificates: readonly string[];
}

/** cert-manager makes the root inside the cluster. For a first try with one cluster: no other cluster can share it. */
export interface SelfSignedRoot {
  readonly kind: 'self-signed';
}
