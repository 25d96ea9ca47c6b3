/** Namespace of Linkerd's control plane, where the mesh intermediate is applied. */
export const MESH_NAMESPACE = 'linkerd';

/** Secret with the intermediate that cert-manager renews Linkerd's identity issuer from. */
export const MESH_INTERMEDIATE_SECRET = 'linkerd-identity-intermediate';

/** Namespace of the NATS servers, where the messaging intermediate is applied. */
export const MESSAGING_NAMESPACE = 'nats-system';

/** Secret with the intermediate that cert-manager signs the NATS servers' certificates with. */
export const MESSAGING_INTERMEDIATE_SECRET = 'nats-messaging-intermediate';

/** Issuer, in the namespace of the NATS servers, that signs their certificates. */
export const MESSAGING_ISSUER = 'nats-messaging';

/** ConfigMap with the roots that a NATS peer's certificate must chain to. */
export const MESSAGING_BUNDLE = 'nats-messaging-trust-roots';

/** Key of the roots in every bundle; Linkerd requires this key in its own bundle. */
export const TRUST_BUNDLE_KEY = 'ca-bundle.crt';

/** ConfigMap in the control plane's namespace that Linkerd reads its trust anchors from. */
export const IDENTITY_BUNDLE = 'linkerd-identity-trust-roots';

/**
 * Secret with the CA that istiod signs the workloads' certificates with; Istio requires this name, in its own
 * namespace.
 */
export const CA_SECRET = 'cacerts';

/** Namespace of istiod, where the mesh intermediate of an Istio cluster is applied. */
export const ISTIO_NAMESPACE = 'istio-system';

/** Secret with the intermediate that cert-manager renews the CA of istiod from. */
export const ISTIO_INTERMEDIATE_SECRET = 'istio-ca-intermediate';
