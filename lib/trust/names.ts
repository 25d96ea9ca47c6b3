/** Namespace of Linkerd's control plane, where the mesh intermediate is applied. */
export const MESH_NAMESPACE = 'linkerd';

/** Secret with the intermediate that cert-manager renews Linkerd's identity issuer from. */
export const MESH_INTERMEDIATE_SECRET = 'linkerd-identity-intermediate';

/** Namespace of the NATS servers, where the messaging intermediate is applied. */
export const MESSAGING_NAMESPACE = 'nats-system';

/** Secret with the intermediate that cert-manager signs the NATS servers' certificates with. */
export const MESSAGING_INTERMEDIATE_SECRET = 'nats-messaging-intermediate';
