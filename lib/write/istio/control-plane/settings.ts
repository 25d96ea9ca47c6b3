import { type Diagnostic, type Fault, InvalidInput, throwIfAny } from '../../../diagnostic.js';
import { isMapping } from '../../../formats/mapping.js';
import { minorsApart } from '../../../formats/release.js';
import { type Certificate, parseCertificate } from '../../../formats/x509/certificate.js';
import { checkTypes, type Judges, judgeOptions } from '../../../input/judge.js';
import { Cluster } from '../../fleet/cluster.js';
import type { IstioMesh } from '../../fleet/mesh.js';
import { missingMesh } from '../../fleet/missing-mesh.js';
import { cidrFaults, overlap } from '../../fleet/networks.js';
import { type Resources, resourceFaults } from '../../workload/resources.js';
import { type MeshConfig, meshConfigOf } from '../mesh-config.js';
import {
  CONTROL_PLANE_PROPS,
  type IstioControlPlaneProps,
  type IstiodReplicas,
  type KeyServers,
} from './control-plane-props.js';
import { ISTIO_RELEASES } from './releases.js';

/** The settings from which the objects of a control plane are built. */
export interface IstioSettings {
  /** Name of the construct in messages. */
  readonly label: string;
  readonly cluster: Cluster;
  readonly mesh: IstioMesh;
  readonly release: string;
  /** Release that the tag stays at; absent if it moves to the new one. */
  readonly taggedRelease: string | undefined;
  readonly roots: readonly Certificate[];
  readonly meshConfig: MeshConfig;
  readonly replicas: IstiodReplicas;
  readonly istiodResources: Resources;
  readonly proxyResources: Resources;
  readonly cniResources: Resources;
  readonly keyServers: readonly Required<KeyServers>[];
  /** Networks from which istiod never fetches keys, whatever a policy says. */
  readonly blockedKeyServers: readonly string[];
  readonly scrapers: readonly string[];
  readonly apiServerPorts: readonly number[];
}

/** Upstream states no limits for istiod. The values for proxies are upstream's. */
const RESOURCES = {
  istiod: { cpu: { request: '500m', limit: '2' }, memory: { request: '2Gi', limit: '4Gi' } },
  proxy: { cpu: { request: '100m', limit: '2' }, memory: { request: '128Mi', limit: '1Gi' } },
  cni: { cpu: { request: '100m', limit: '500m' }, memory: { request: '100Mi', limit: '256Mi' } },
} as const satisfies Record<string, Resources>;

/** The node itself, and the metadata service of a cloud, which hands out the credentials of the node. */
const NEVER_KEY_SERVERS = ['127.0.0.0/8', '169.254.0.0/16', '::1/128', 'fe80::/10'];

/** Checks the props, and throws all problems at once. */
export function istioSettings(props: IstioControlPlaneProps): IstioSettings {
  const label = controlPlaneLabel(props);
  throwIfAny(checkTypes(label, props, CONTROL_PLANE_PROPS, JUDGES));
  const { cluster, taggedRelease } = props;
  const mesh = cluster.istio;
  if (mesh === undefined) throw new InvalidInput([...cluster.problems, ...missingIstio(label, cluster)]);
  const release = props.release ?? ISTIO_RELEASES[mesh.version];
  const roots = (props.roots ?? []).map((pem, index) => parseCertificate(`${label}: roots[${index}]`, pem));
  const keyServers = (props.keyServers ?? []).map(({ cidr, port = 443 }) => ({ cidr, port }));
  const settings: IstioSettings = {
    label,
    cluster,
    mesh,
    release,
    taggedRelease,
    roots: roots.flatMap(({ certificates }) => certificates),
    meshConfig: meshConfigOf(cluster, props.meshConfig),
    replicas: props.replicas ?? { min: 2, max: 5 },
    istiodResources: props.istiodResources ?? RESOURCES.istiod,
    proxyResources: props.proxyResources ?? RESOURCES.proxy,
    cniResources: props.cniResources ?? RESOURCES.cni,
    keyServers,
    blockedKeyServers: [],
    scrapers: props.scrapers ?? [],
    apiServerPorts: props.apiServerPorts ?? [443, 6443],
  };
  throwIfAny([
    ...cluster.problems,
    ...roots.flatMap(({ problems }) => problems),
    ...checkRelease(settings),
    ...checkTaggedRelease(settings),
    ...checkCni(settings, props),
    ...checkNames(settings),
    ...judgeOptions(label, props, JUDGES),
  ]);
  return { ...settings, blockedKeyServers: blockedKeyServers(settings) };
}

/** A policy can make istiod send requests: these must not reach internal networks, except allowed servers. */
function blockedKeyServers({ cluster, keyServers }: IstioSettings): string[] {
  const guarded = [...NEVER_KEY_SERVERS, ...cluster.podCidrs, ...cluster.serviceCidrs];
  return guarded.filter((cidr) => !keyServers.some((servers) => overlap(servers.cidr, cidr)));
}

/** Names the construct even if its props have wrong types. */
function controlPlaneLabel(props: unknown): string {
  const cluster = isMapping(props) ? props['cluster'] : undefined;
  return cluster instanceof Cluster ? `IstioControlPlane '${cluster.name}'` : 'IstioControlPlane';
}

function missingIstio(label: string, cluster: Cluster): Diagnostic[] {
  const { mesh } = cluster;
  const step = mesh === undefined ? 'Set the mesh of the cluster' : 'Use LinkerdControlPlane';
  return missingMesh(label, cluster, 'istio', `${step}, or remove the control plane.`);
}

function checkRelease({ label, release, mesh: { version } }: IstioSettings): Diagnostic[] {
  if (release.startsWith(`${version}.`)) return [];
  return [
    {
      where: label,
      path: 'release',
      got: `'${release}' in a mesh of the line ${version}`,
      expected: `a release such as ${ISTIO_RELEASES[version]}`,
      fix: "Correct it, or the version of the cluster's mesh: which policies work depends on the release line.",
    },
  ];
}

/** Proxies may be one minor release older than istiod, and never newer. */
function checkTaggedRelease({ label, taggedRelease, release }: IstioSettings): Diagnostic[] {
  if (taggedRelease === undefined) return [];
  if (minorsApart(release, taggedRelease) <= 1 && taggedRelease !== release) return [];
  return [
    {
      where: label,
      path: 'taggedRelease',
      got:
        taggedRelease === release
          ? `'${taggedRelease}', the release itself`
          : `'${taggedRelease}', together with ${release}`,
      expected: 'another release, of the same minor version or the one next to it',
      fix:
        taggedRelease === release
          ? 'Remove it: the tag refers to that release anyway.'
          : 'Upgrade one minor version at a time: custom resource definitions are those of the newest.',
    },
  ];
}

const JUDGES: Judges<IstioControlPlaneProps> = {
  replicas: replicaFaults,
  istiodResources: resourceFaults,
  proxyResources: resourceFaults,
  cniResources: resourceFaults,
  keyServers: (servers) => cidrFaults(servers.map(({ cidr }) => cidr)),
};

function replicaFaults({ min, max }: IstiodReplicas): Fault[] {
  if (max >= min) return [];
  return [{ path: 'max', got: String(max), expected: `at least min, which is ${min}`, fix: 'Raise it, or lower min.' }];
}

function checkCni({ label, mesh, cluster }: IstioSettings, { cniResources }: IstioControlPlaneProps): Diagnostic[] {
  if (mesh.cni === true || cniResources === undefined) return [];
  return [
    {
      where: label,
      path: 'cniResources',
      got: 'set in a cluster without the CNI plugin',
      expected: 'none',
      fix: `Set mesh.cni of cluster '${cluster.name}', or remove it.`,
    },
  ];
}

/** Of several providers with one name a Telemetry uses the first. */
function checkNames({ label, meshConfig }: IstioSettings): Diagnostic[] {
  const names = meshConfig.extensionProviders.map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          {
            where: label,
            path: `meshConfig.extensionProviders[${index}].name`,
            got: `'${name}', which another provider also has`,
            expected: 'a name of its own',
            fix: 'Rename one of the two.',
          },
        ],
  );
}
