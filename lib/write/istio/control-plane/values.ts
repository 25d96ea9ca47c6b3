import { canonicalQuantity } from '../../../formats/quantity.js';
import { CA_SECRET } from '../../trust/names.js';
import type { Resources } from '../../workload/resources.js';
import { ROOT_NAMESPACE } from '../mesh-config.js';
import { ISTIO_HUB } from './releases.js';
import type { IstioSettings } from './settings.js';

/** Longest lifetime of a workload's certificate. */
const WORKLOAD_CERTIFICATE = '24h0m0s';

/**
 * The configuration of the mesh without empty values, and with both roots during a rotation.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ca_certificates
 */
export function meshConfigValues({ meshConfig, roots }: IstioSettings) {
  const { defaultConfig, ...rest } = meshConfig;
  const said = Object.entries(rest).filter(
    ([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  const proxyMetadata = {
    ...defaultConfig.proxyMetadata,
    ...(roots.length > 1 && { PROXY_CONFIG_XDS_AGENT: 'true' }),
  };
  return {
    ...Object.fromEntries(said),
    defaultConfig: { ...defaultConfig, proxyMetadata },
    ...(roots.length > 1 && { caCertificates: roots.map(({ pem }) => ({ pem })) }),
  };
}

/**
 * Values of the istiod chart. Upstream's defaults apply to all others.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/manifests/charts/istio-control/istio-discovery/values.yaml
 */
export function istioValues(settings: IstioSettings) {
  const { cluster, mesh } = settings;
  return {
    global: {
      hub: ISTIO_HUB,
      istioNamespace: ROOT_NAMESPACE,
      logAsJson: true,
      ...(mesh.meshId !== undefined && { meshID: mesh.meshId, multiCluster: { clusterName: cluster.name } }),
      ...(mesh.network !== undefined && { network: mesh.network }),
      proxy: {
        clusterDomain: cluster.clusterDomain,
        privileged: false,
        resources: resources(settings.proxyResources),
        // Without it the restricted profile rejects pods because of their proxy.
        seccompProfile: { type: 'RuntimeDefault' },
      },
    },
    meshConfig: meshConfigValues(settings),
    pilot: pilotValues(settings),
  };
}

function pilotValues(settings: IstioSettings) {
  const { replicas, mesh } = settings;
  return {
    autoscaleEnabled: true,
    autoscaleMin: replicas.min,
    autoscaleMax: replicas.max,
    ...(mesh.cni === true && { cni: { enabled: true } }),
    env: pilotEnvironment(settings),
    resources: resources(settings.istiodResources),
    seccompProfile: { type: 'RuntimeDefault' },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { app: 'istiod' } },
        matchLabelKeys: ['pod-template-hash'],
      },
    ],
    // If the Secret is missing at start, istiod creates its own root, which no other cluster trusts. A mandatory mount
    // makes it wait; it contains only the public certificate.
    volumes: [{ name: 'ca-is-there', secret: { secretName: CA_SECRET, items: [{ key: 'ca.crt', path: 'ca.crt' }] } }],
    volumeMounts: [{ name: 'ca-is-there', mountPath: '/etc/ca-is-there', readOnly: true }],
  };
}

/** @see https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars */
function pilotEnvironment({ blockedKeyServers, roots }: IstioSettings) {
  return {
    // By default a workload can request ninety days.
    MAX_WORKLOAD_CERT_TTL: WORKLOAD_CERTIFICATE,
    DEFAULT_WORKLOAD_CERT_TTL: WORKLOAD_CERTIFICATE,
    // A RequestAuthentication makes istiod send requests to a server that its author chooses.
    BLOCKED_CIDRS_IN_JWKS_URIS: blockedKeyServers.join(','),
    ...(roots.length > 1 && { ISTIO_MULTIROOT_MESH: 'true' }),
  };
}

/** Values of the CNI plugin's chart. @see https://github.com/istio/istio/blob/1.30.3/manifests/charts/istio-cni/values.yaml */
export function cniValues(settings: IstioSettings) {
  return {
    global: { hub: ISTIO_HUB, logAsJson: true },
    cni: { resources: resources(settings.cniResources), seccompProfile: { type: 'RuntimeDefault' } },
  };
}

function resources({ cpu, memory }: Resources) {
  return {
    requests: { cpu: canonicalQuantity(cpu.request), memory: canonicalQuantity(memory.request) },
    limits: { cpu: canonicalQuantity(cpu.limit), memory: canonicalQuantity(memory.limit) },
  };
}
