/** Kinds that get a class: the version of each that the constructs write, by API group. */
export const typedKinds: Readonly<Record<string, readonly string[]>> = {
  'cert-manager.io': ['v1/Certificate', 'v1/ClusterIssuer', 'v1/Issuer'],
  'external-secrets.io': ['v1/ExternalSecret'],
  'gateway.envoyproxy.io': ['v1alpha1/EnvoyProxy'],
  'gateway.networking.k8s.io': [
    'v1/GRPCRoute',
    'v1/Gateway',
    'v1/GatewayClass',
    'v1/HTTPRoute',
    'v1alpha2/TCPRoute',
    'v1alpha2/TLSRoute',
  ],
  'policy.linkerd.io': [
    'v1alpha1/AuthorizationPolicy',
    'v1alpha1/EgressNetwork',
    'v1alpha1/HTTPLocalRateLimitPolicy',
    'v1beta3/HTTPRoute',
    'v1alpha1/MeshTLSAuthentication',
    'v1alpha1/NetworkAuthentication',
    'v1beta3/Server',
  ],
  'trust.cert-manager.io': ['v1alpha1/Bundle'],
};
