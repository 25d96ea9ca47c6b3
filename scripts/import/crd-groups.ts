import type { DeclaredKind } from './typed-models.js';

/** The kinds of one API version, as a package declares them. */
interface GroupVersion {
  readonly package: string;
  /** Folder of an older release that still has schema literals, for limits and patterns. */
  readonly facets?: string;
  readonly group: string;
  readonly version: string;
  readonly kinds: readonly string[];
}

const certManager = { package: '@kubernetes-models/cert-manager', facets: 'facets-cert-manager' };
const gatewayApi = {
  package: '@kubernetes-models/gateway-api',
  facets: 'facets-gateway-api',
  group: 'gateway.networking.k8s.io',
};
const istio = { package: '@kubernetes-models/istio', facets: 'facets-istio' };
const envoyGateway = { package: '@kubernetes-models/envoy-gateway', group: 'gateway.envoyproxy.io' };
const externalSecrets = { package: '@kubernetes-models/external-secrets', group: 'external-secrets.io' };

const istioNetworking = [
  'DestinationRule',
  'Gateway',
  'ServiceEntry',
  'Sidecar',
  'VirtualService',
  'WorkloadEntry',
  'WorkloadGroup',
];
const istioSecurity = ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'];

/** Custom resources other than Linkerd's that `check` judges. */
export const groupVersions: readonly GroupVersion[] = [
  { ...certManager, group: 'acme.cert-manager.io', version: 'v1', kinds: ['Challenge', 'Order'] },
  {
    ...certManager,
    group: 'cert-manager.io',
    version: 'v1',
    kinds: ['Certificate', 'CertificateRequest', 'ClusterIssuer', 'Issuer'],
  },
  { ...certManager, group: 'trust.cert-manager.io', version: 'v1alpha1', kinds: ['Bundle'] },
  { ...certManager, group: 'trust-manager.io', version: 'v1alpha2', kinds: ['ClusterBundle'] },
  {
    ...externalSecrets,
    version: 'v1',
    kinds: ['ClusterExternalSecret', 'ClusterSecretStore', 'ExternalSecret', 'SecretStore'],
  },
  {
    ...externalSecrets,
    version: 'v1beta1',
    kinds: ['ClusterExternalSecret', 'ClusterSecretStore', 'ExternalSecret', 'SecretStore'],
  },
  { ...externalSecrets, version: 'v1alpha1', kinds: ['PushSecret'] },
  { ...envoyGateway, version: 'v1alpha1', kinds: ['EnvoyProxy'] },
  {
    ...gatewayApi,
    version: 'v1',
    kinds: ['BackendTLSPolicy', 'GRPCRoute', 'Gateway', 'GatewayClass', 'HTTPRoute', 'ReferenceGrant', 'TLSRoute'],
  },
  { ...gatewayApi, version: 'v1beta1', kinds: ['Gateway', 'GatewayClass', 'HTTPRoute', 'ReferenceGrant'] },
  { ...gatewayApi, version: 'v1alpha2', kinds: ['GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'] },
  { ...istio, group: 'extensions.istio.io', version: 'v1alpha1', kinds: ['WasmPlugin'] },
  { ...istio, group: 'networking.istio.io', version: 'v1', kinds: istioNetworking },
  { ...istio, group: 'networking.istio.io', version: 'v1beta1', kinds: [...istioNetworking, 'ProxyConfig'] },
  { ...istio, group: 'networking.istio.io', version: 'v1alpha3', kinds: [...istioNetworking, 'EnvoyFilter'] },
  { ...istio, group: 'security.istio.io', version: 'v1', kinds: istioSecurity },
  { ...istio, group: 'security.istio.io', version: 'v1beta1', kinds: istioSecurity },
  { ...istio, group: 'telemetry.istio.io', version: 'v1', kinds: ['Telemetry'] },
  { ...istio, group: 'telemetry.istio.io', version: 'v1alpha1', kinds: ['Telemetry'] },
  {
    package: '@kubernetes-models/prometheus-operator',
    facets: 'facets-prometheus-operator',
    group: 'monitoring.coreos.com',
    version: 'v1',
    kinds: ['PodMonitor', 'Probe', 'PrometheusRule', 'ServiceMonitor'],
  },
];

export const declaredKinds: readonly DeclaredKind[] = groupVersions.flatMap(({ kinds, ...rest }) =>
  kinds.map((kind) => ({ package: rest.package, group: rest.group, version: rest.version, kind })),
);

/** Kinds that get a class: the current version of each, by API group. */
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

/** Kinds that live outside namespaces; every other kind lives in one. */
export const clusterScoped: ReadonlySet<string> = new Set([
  '/ComponentStatus',
  '/Namespace',
  '/Node',
  '/PersistentVolume',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'authentication.k8s.io/SelfSubjectReview',
  'authentication.k8s.io/TokenReview',
  'authorization.k8s.io/SelfSubjectAccessReview',
  'authorization.k8s.io/SelfSubjectRulesReview',
  'authorization.k8s.io/SubjectAccessReview',
  'cert-manager.io/ClusterIssuer',
  'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/ClusterTrustBundle',
  'external-secrets.io/ClusterExternalSecret',
  'external-secrets.io/ClusterSecretStore',
  'flowcontrol.apiserver.k8s.io/FlowSchema',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  'gateway.networking.k8s.io/GatewayClass',
  'internal.apiserver.k8s.io/StorageVersion',
  'networking.k8s.io/ClusterCIDR',
  'networking.k8s.io/IPAddress',
  'networking.k8s.io/IngressClass',
  'node.k8s.io/RuntimeClass',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'resource.k8s.io/ResourceClass',
  'sailoperator.io/Istio',
  'sailoperator.io/IstioCNI',
  'sailoperator.io/IstioRevision',
  'sailoperator.io/IstioRevisionTag',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode',
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttachment',
  'trust-manager.io/ClusterBundle',
  'trust.cert-manager.io/Bundle',
]);
