import type { Difference } from './compare.js';

/** Objects and fields of differences. */
export interface Place {
  /** Objects, as `Kind namespace/name`. @default - all */
  readonly object?: RegExp;
  /** Paths of fields. @default - the whole object */
  readonly path?: RegExp;
}

/** An intended difference from the charts, and why. */
export interface IntendedDifference {
  /** Name by which the documentation and the tests refer to it. */
  readonly name: string;
  readonly reason: string;
  /** Where it occurs. */
  readonly places: readonly Place[];
  /** Which side has it: only the chart, only we, or both. @default - any */
  readonly only?: 'chart' | 'ours' | 'both';
  /** What the chart has there. @default - anything */
  readonly chart?: RegExp;
  /** What we have there. @default - anything */
  readonly ours?: RegExp;
}

const CONFIG = /^ConfigMap linkerd\/linkerd-config$/;
const CONTROLLER = /^Deployment linkerd\/linkerd-(destination|identity|proxy-injector)$/;
const PLUGIN = /^DaemonSet linkerd-cni\/linkerd-cni$/;
const RESOURCE_DEFINITION = /^CustomResourceDefinition /;

/** Every intended difference. `npm run parity` reports what no entry explains as missing or extra. */
export const INTENDED: readonly IntendedDifference[] = [
  {
    name: 'part-of',
    reason: 'The label names the fleet that an object belongs to, and synthesis writes it.',
    places: [{ path: /^metadata\.labels\["app\.kubernetes\.io\/part-of"\]$/ }],
    only: 'chart',
    chart: /^Linkerd$/,
  },
  {
    name: 'created-by',
    reason:
      'The label of the tool names this one, without a version: a new version of a tool does not change the mesh.',
    places: [{ path: /annotations\["linkerd\.io\/created-by"\]$/ }],
    only: 'both',
    chart: /^linkerd\//,
    ours: /^meshwright$/,
  },
  {
    name: 'chart-label',
    reason: 'No Helm chart made the custom resource definitions.',
    places: [{ object: RESOURCE_DEFINITION, path: /^metadata\.labels\["helm\.sh\/chart"\]$/ }],
    only: 'chart',
  },
  {
    name: 'namespace',
    reason: 'Plain manifests bring the namespace, with the labels that trust-manager, webhooks and pod security read.',
    places: [{ object: /^Namespace linkerd(-cni)?$/ }],
    only: 'ours',
  },
  {
    name: 'network-policies',
    reason: 'Proxies, the API server and scrapers reach the controllers on their ports, and nothing else is reachable.',
    places: [{ object: /^NetworkPolicy linkerd(-cni)?\// }],
    only: 'ours',
  },
  {
    name: 'resources',
    reason: 'Every container has requests and limits, which the chart leaves unset.',
    places: [
      {
        object: /^(Deployment|CronJob|DaemonSet) /,
        path: /\.spec\.(initContainers|containers)\.[\w-]+\.resources\.(limits|requests)\.(cpu|memory)$/,
      },
      {
        object: CONFIG,
        path: /^data\.values\.(\w+Resources|(policyController|proxy)\.resources)\.(cpu|memory)\.(limit|request)$/,
      },
    ],
    only: 'ours',
  },
  {
    name: 'checksum',
    reason:
      'Certificates are read again when they are renewed, so no restart is needed; the checksum changes at each rendering.',
    places: [
      {
        object: /^Deployment linkerd\/linkerd-(destination|proxy-injector)$/,
        path: /^spec\.template\.metadata\.annotations\["checksum\/config"\]$/,
      },
    ],
    only: 'chart',
  },
  {
    name: 'trust-anchors',
    reason: 'The roots are written one after the other, with nothing between them.',
    places: [{ object: CONFIG, path: /^data\.values\.identityTrustAnchorsPEM$/ }],
    only: 'both',
  },
  {
    name: 'trust-root-checksum',
    reason: 'The checksum is that of the roots as written here.',
    places: [
      { object: CONTROLLER, path: /^spec\.template\.metadata\.annotations\["linkerd\.io\/trust-root-sha256"\]$/ },
    ],
    only: 'both',
  },
  {
    name: 'extensions-group',
    reason: 'No Kubernetes since 1.22 serves workloads in the API group `extensions`.',
    places: [{ object: /^ClusterRole linkerd-linkerd-proxy-injector$/, path: /^rules\["extensions\// }],
    only: 'chart',
  },
  {
    name: 'template-text',
    reason: 'A plain manifest names the namespace; the chart has a template there.',
    places: [{ object: CONFIG, path: /^data\.values\.podMonitor\.controller\.namespaceSelector$/ }],
    only: 'both',
    chart: /\{\{-? *\.Release\.Namespace *-?\}\}/,
  },
  {
    name: 'heartbeat-schedule',
    reason: 'A schedule that the values leave unset is always the same; the chart uses the minute of its rendering.',
    places: [
      { object: /^CronJob linkerd\/linkerd-heartbeat$/, path: /^spec\.schedule$/ },
      { object: CONFIG, path: /^data\.values\.heartbeatSchedule$/ },
    ],
    chart: /^(\d\d \d\d \* \* \*)?$/,
    ours: /^0 0 \* \* \*$/,
  },
  {
    name: 'renewed-certificates',
    reason:
      'cert-manager issues and renews the certificates, and trust-manager writes the roots; no key is part of a manifest.',
    places: [
      {
        object: /^Secret linkerd\/linkerd-(identity-issuer|(proxy-injector|sp-validator|policy-validator)-k8s-tls)$/,
      },
      { object: /^ConfigMap linkerd\/linkerd-identity-trust-roots$/ },
    ],
    only: 'chart',
  },
  {
    name: 'certificate-sources',
    reason: 'The values say that cert-manager and trust-manager provide certificates and roots.',
    places: [
      { object: CONFIG, path: /^data\.values\.identity\.(externalCA|issuer\.(scheme|tls\.(crtPEM|keyPEM)))$/ },
      {
        object: CONFIG,
        path: /^data\.values\.(policyValidator|profileValidator|proxyInjector)\.(caBundle|crtPEM|externalSecret|injectCaFrom|injectCaFromSecret)$/,
      },
    ],
  },
  {
    name: 'identity-scheme',
    reason: 'The identity issuer is a Secret as cert-manager writes it.',
    places: [{ object: /^Deployment linkerd\/linkerd-identity$/, path: /\.args\["-identity-scheme"\]$/ }],
    only: 'both',
    chart: /^linkerd\.io\/tls$/,
    ours: /^kubernetes\.io\/tls$/,
  },
  {
    name: 'webhook-authorities',
    reason: 'cert-manager writes the CA of the webhooks into their configuration, and keeps it up to date.',
    places: [
      {
        object: /^(Mutating|Validating)WebhookConfiguration linkerd-/,
        path: /(\.clientConfig\.caBundle|^metadata\.annotations\["cert-manager\.io\/inject-ca-from(-secret)?"\])$/,
      },
    ],
  },
  {
    name: 'pod-info',
    reason: 'With traces, the proxies read labels and annotations from a volume, which the chart of 2.19 omits.',
    places: [{ object: CONTROLLER, path: /\.(volumes|volumeMounts)\.linkerd-podinfo\./ }],
    only: 'ours',
  },
  {
    name: 'trace-identity',
    reason: 'The collector has an identity of the trust domain; the chart uses the DNS domain for it.',
    places: [{ object: CONTROLLER, path: /\.env\.LINKERD2_PROXY_TRACE_COLLECTOR_SVC_NAME\.value$/ }],
    only: 'both',
  },
  {
    name: 'injector-annotations',
    reason: "The injector's pods have their own annotations; the chart gives them those of the identity controller.",
    places: [
      {
        object: /^Deployment linkerd\/linkerd-proxy-injector$/,
        path: /^spec\.template\.metadata\.annotations\.?(?!\["((config\.)?linkerd\.io|checksum|cluster-autoscaler))/,
      },
    ],
  },
  {
    name: 'scratch-space',
    reason: 'A scratch volume has a size limit, so that one pod cannot fill the disk of its node.',
    places: [{ object: /^(Deployment|DaemonSet) /, path: /\.volumes\.[\w-]+\.emptyDir\.sizeLimit$/ }],
    only: 'ours',
  },
  {
    name: 'pod-security-policy',
    reason: 'No Kubernetes since 1.25 knows PodSecurityPolicies.',
    places: [
      { object: /^PodSecurityPolicy linkerd-/ },
      { object: /^Role(Binding)? (linkerd\/linkerd-psp|linkerd-cni\/linkerd-cni)$/ },
      { object: CONFIG, path: /^data\.values\.enablePSP$/ },
    ],
    chart: /^(true|the object)$/,
    ours: /^(false)?$/,
  },
  {
    name: 'cni-installer',
    reason: 'The installer drops every right that it does not need to write to the node.',
    places: [
      {
        object: PLUGIN,
        path: /\.containers\.install-cni\.securityContext\.(allowPrivilegeEscalation|capabilities\.drop)$/,
      },
    ],
    only: 'ours',
  },
  {
    name: 'cni-repair-controller',
    reason:
      'The repair controller is always restricted; if `enableSecurityContext` is off, the chart also leaves out its command and its probes.',
    places: [
      {
        object: PLUGIN,
        path: /\.containers\.repair-controller\.(args|command|env|livenessProbe|ports|readinessProbe|securityContext)\b/,
      },
    ],
    only: 'ours',
  },
  {
    name: 'descriptions',
    reason: "The descriptions of the custom resources are upstream's, and are in its documentation.",
    places: [{ object: RESOURCE_DEFINITION, path: /\.description$/ }],
    only: 'chart',
  },
  {
    name: 'object-types',
    reason: 'The API server knows `apiVersion`, `kind` and `metadata` of every kind; 2.19 misspells the first.',
    places: [
      {
        object: RESOURCE_DEFINITION,
        path: /\.openAPIV3Schema\.properties\.(apiVers(i)?on|kind|metadata)\.type$/,
      },
    ],
    only: 'chart',
  },
  {
    name: 'required-of-lists',
    reason: 'Upstream wrote the required fields of an item next to the list, where the API server ignores them.',
    places: [{ object: RESOURCE_DEFINITION, path: /\.properties\.(conditions|dstOverrides)\.required$/ }],
    only: 'chart',
  },
  {
    name: 'gateway-api',
    reason: 'Users of the Gateway API install it: several programs share its custom resources.',
    places: [{ object: /^CustomResourceDefinition \w+\.gateway\.networking\.k8s\.io$/ }],
    only: 'chart',
  },
];

/** The first entry that explains a difference. */
export function intendedDifference(difference: Difference): IntendedDifference | undefined {
  return INTENDED.find((intent) => explains(intent, difference));
}

function explains({ places, only, ...values }: IntendedDifference, { object, path, chart, ours }: Difference): boolean {
  const side = chart === undefined ? 'ours' : ours === undefined ? 'chart' : 'both';
  return (
    (only === undefined || only === side) &&
    (values.chart?.test(chart ?? '') ?? true) &&
    (values.ours?.test(ours ?? '') ?? true) &&
    places.some(
      (place) =>
        (place.object?.test(object) ?? true) && (place.path === undefined ? path === '' : place.path.test(path)),
    )
  );
}
