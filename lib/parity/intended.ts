import type { Difference } from './compare.js';

/** A difference from the charts that is meant, and why. */
export interface Intent {
  /** Name by which the documentation and the tests refer to it. */
  readonly name: string;
  readonly reason: string;
  /** Objects, as `Kind namespace/name`. @default - all */
  readonly object?: RegExp;
  /** Paths of fields; the empty path is the whole object. */
  readonly path: RegExp;
  /** Which side has it: the chart alone, we alone, or either. @default either */
  readonly only?: 'chart' | 'ours';
}

const WHOLE_OBJECT = /^$/;

/** Every difference that is meant. What no entry explains, `npm run parity` reports as missing or extra. */
export const INTENDED: readonly Intent[] = [
  {
    name: 'labels',
    reason: 'Every object says what it is, of which fleet, and which tool made it.',
    path: /^metadata\.labels\["app\.kubernetes\.io\/(name|part-of|managed-by)"\]$/,
  },
  {
    name: 'created-by',
    reason: 'The mark of the tool names this one, without a version: a new version of a tool is no change of the mesh.',
    path: /annotations\["linkerd\.io\/created-by"\]$/,
  },
  {
    name: 'namespace',
    reason: 'Plain manifests bring the namespace, with the labels that trust-manager, webhooks and pod security read.',
    object: /^Namespace linkerd(-cni)?$/,
    path: WHOLE_OBJECT,
    only: 'ours',
  },
  {
    name: 'network-policies',
    reason:
      'Proxies, the API server and scrapers reach the controllers on their ports, and nobody else reaches anything.',
    object: /^NetworkPolicy linkerd(-cni)?\//,
    path: WHOLE_OBJECT,
    only: 'ours',
  },
  {
    name: 'resources',
    reason: 'Every container has requests and limits, where the chart leaves them open.',
    path: /(\.r|R)esources(\.|$)/,
    only: 'ours',
  },
  {
    name: 'checksum',
    reason:
      'Certificates are read again when they are renewed, so that nothing must be rolled for them; the sum changes at each rendering.',
    path: /^spec\.template\.metadata\.annotations\["checksum\/config"\]$/,
    only: 'chart',
  },
  {
    name: 'trust-root-checksum',
    reason:
      'The sum is that of the roots, which the chart does not know where they come from elsewhere; its pods never roll.',
    path: /annotations\["linkerd\.io\/trust-root-sha256"\]$/,
  },
  {
    name: 'trust-anchors',
    reason: 'The installation states its roots, without which the check that clusters share them says nothing.',
    object: /^ConfigMap linkerd\/linkerd-config$/,
    path: /^data\.values\.identityTrustAnchorsPEM$/,
  },
  {
    name: 'extensions-group',
    reason: 'No Kubernetes since 1.22 serves workloads in the API group `extensions`.',
    object: /^ClusterRole linkerd-linkerd-proxy-injector$/,
    path: /^rules\["extensions\//,
    only: 'chart',
  },
  {
    name: 'template-text',
    reason: 'A plain manifest names the namespace where the chart keeps a template.',
    object: /^ConfigMap linkerd\/linkerd-config$/,
    path: /^data\.values\.podMonitor\.controller\.namespaceSelector$/,
  },
  {
    name: 'renewed-certificates',
    reason:
      'cert-manager issues and renews the certificates, and trust-manager writes the roots; no key is part of a manifest.',
    object:
      /^(Secret linkerd\/linkerd-(identity-issuer|(proxy-injector|sp-validator|policy-validator)-k8s-tls)|ConfigMap linkerd\/linkerd-identity-trust-roots)$/,
    path: WHOLE_OBJECT,
    only: 'chart',
  },
  {
    name: 'certificate-sources',
    reason: 'The values say that cert-manager and trust-manager provide certificates and roots.',
    object: /^ConfigMap linkerd\/linkerd-config$/,
    path: /^data\.values\.(identity\.(externalCA|issuer\.(scheme|tls\.\w+))|(policyValidator|profileValidator|proxyInjector)\.(caBundle|crtPEM|externalSecret|injectCaFrom|injectCaFromSecret))$/,
  },
  {
    name: 'identity-scheme',
    reason: 'The identity issuer is a Secret as cert-manager writes it.',
    object: /^Deployment linkerd\/linkerd-identity$/,
    path: /\.args\[?"?\.?-identity-scheme"?\]?$/,
  },
  {
    name: 'webhook-authorities',
    reason: 'cert-manager writes the authority of the webhooks into their configuration, and keeps it true.',
    object: /^(Mutating|Validating)WebhookConfiguration linkerd-/,
    path: /(\.caBundle|annotations\["cert-manager\.io\/inject-ca-from(-secret)?"\])$/,
  },
  {
    name: 'pod-info',
    reason: 'With traces, the proxies read labels and annotations from a volume, which the chart of 2.19 forgets.',
    object: /^Deployment linkerd\//,
    path: /\.(volumes|volumeMounts)\.linkerd-podinfo\./,
    only: 'ours',
  },
  {
    name: 'trace-identity',
    reason: 'The collector has an identity of the trust domain; the chart takes the DNS domain for it.',
    object: /^Deployment linkerd\//,
    path: /\.env\.LINKERD2_PROXY_TRACE_COLLECTOR_SVC_NAME\.value$/,
  },
  {
    name: 'injector-annotations',
    reason:
      "The injector's pods bear the annotations stated for them; the chart gives them those of the identity controller.",
    object: /^Deployment linkerd\/linkerd-proxy-injector$/,
    path: /^spec\.template\.metadata\.annotations\["(?!(config\.)?linkerd\.io|checksum|cluster-autoscaler)/,
  },
  {
    name: 'scratch-space',
    reason: 'A scratch volume has a bound, so that one pod cannot fill the disk of its node.',
    path: /\.volumes\.[\w-]+\.emptyDir\.sizeLimit$/,
    only: 'ours',
  },
  {
    name: 'descriptions',
    reason: "The custom resources' prose is upstream's own, and stands in its documentation.",
    object: /^CustomResourceDefinition /,
    path: /\.description$/,
    only: 'chart',
  },
  {
    name: 'object-types',
    reason:
      'What `apiVersion`, `kind` and `metadata` are, the API server knows of every kind; 2.19 misspells the first.',
    object: /^CustomResourceDefinition /,
    path: /\.openAPIV3Schema\.properties\.(apiVers(i)?on|kind|metadata)\.type$/,
    only: 'chart',
  },
  {
    name: 'required-of-lists',
    reason: 'Upstream wrote which fields an item needs beside the list, where it says nothing to the API server.',
    object: /^CustomResourceDefinition /,
    path: /\.properties\.(conditions|dstOverrides)\.required$/,
    only: 'chart',
  },
  {
    name: 'crd-marks',
    reason: 'A custom resource bears the mark of a control plane, by which it is found.',
    object: /^CustomResourceDefinition /,
    path: /^metadata\.(labels|annotations)\[/,
  },
  {
    name: 'gateway-api',
    reason: 'Whoever uses the Gateway API installs it: several programs share its custom resources.',
    object: /^CustomResourceDefinition \w+\.gateway\.networking\.k8s\.io$/,
    path: WHOLE_OBJECT,
    only: 'chart',
  },
  {
    name: 'pod-security-policy',
    reason: 'No Kubernetes since 1.25 knows PodSecurityPolicies.',
    object: /^(PodSecurityPolicy|Role(Binding)?) .*(psp|linkerd-cni)/,
    path: WHOLE_OBJECT,
    only: 'chart',
  },
  {
    name: 'cni-installer',
    reason: 'The installer gives up every right that writing to the node does not take.',
    object: /^DaemonSet linkerd-cni\/linkerd-cni$/,
    path: /securityContext\.(allowPrivilegeEscalation|capabilities\.drop)$/,
    only: 'ours',
  },
];

/** The first entry that explains a difference. */
export function intentOf({ object, path, chart, ours }: Difference): Intent | undefined {
  return INTENDED.find(
    (intent) =>
      (intent.object === undefined || intent.object.test(object)) &&
      intent.path.test(path) &&
      (intent.only === undefined || (intent.only === 'ours' ? chart === undefined : ours === undefined)),
  );
}
