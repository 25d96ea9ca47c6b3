import { type Diagnostic, InvalidInput, throwIfAny } from '../../../diagnostic.js';
import { minorsApart } from '../../../formats/release.js';
import { type Certificate, parseCertificate } from '../../../formats/x509/certificate.js';
import { isMapping } from '../../../input/fault.js';
import { checkProps } from '../../../input/shape.js';
import { Cluster } from '../../fleet/cluster.js';
import type { IstioMesh } from '../../fleet/mesh.js';
import { checkCidrs, overlap } from '../../fleet/networks.js';
import { checkResources, type Resources } from '../../workload/resources.js';
import { type MeshConfig, meshConfigOf } from '../mesh-config.js';
import {
  CONTROL_PLANE_PROPS,
  type IstioControlPlaneProps,
  type IstiodReplicas,
  type KeyServers,
} from './control-plane-props.js';
import { ISTIO_RELEASES } from './releases.js';

/** All that a control plane's objects are made of. */
export interface IstioSettings {
  /** The construct, as in an error message. */
  readonly label: string;
  readonly cluster: Cluster;
  readonly mesh: IstioMesh;
  readonly release: string;
  /** Release that the tag stays at; absent where it goes along. */
  readonly taggedRelease: string | undefined;
  readonly roots: readonly Certificate[];
  readonly meshConfig: MeshConfig;
  readonly replicas: IstiodReplicas;
  readonly istiodResources: Resources;
  readonly proxyResources: Resources;
  readonly cniResources: Resources;
  readonly keyServers: readonly Required<KeyServers>[];
  /** Networks that istiod fetches no keys from, whatever a policy says. */
  readonly blockedKeyServers: readonly string[];
  readonly scrapers: readonly string[];
  readonly apiServerPorts: readonly number[];
}

/** What istiod may take is more than upstream says, which is nothing. The figures for proxies are upstream's. */
const RESOURCES = {
  istiod: { cpu: { request: '500m', limit: '2' }, memory: { request: '2Gi', limit: '4Gi' } },
  proxy: { cpu: { request: '100m', limit: '2' }, memory: { request: '128Mi', limit: '1Gi' } },
  cni: { cpu: { request: '100m', limit: '500m' }, memory: { request: '100Mi', limit: '256Mi' } },
} as const satisfies Record<string, Resources>;

/** This node, and what answers on every node of a cloud with the node's own rights. */
const NEVER_KEY_SERVERS = ['127.0.0.0/8', '169.254.0.0/16', '::1/128', 'fe80::/10'];

/** Reads and checks what the user states; throws all faults at once. */
export function istioSettings(props: IstioControlPlaneProps): IstioSettings {
  const label = controlPlaneLabel(props);
  throwIfAny(checkProps(label, props, CONTROL_PLANE_PROPS));
  const { cluster, taggedRelease } = props;
  const mesh = cluster.istio;
  if (mesh === undefined) throw new InvalidInput([...cluster.problems, ...noIstio(label, cluster)]);
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
    ...checkReplicas(settings),
    ...checkCni(settings, props),
    ...checkNames(settings),
    ...(['istiodResources', 'proxyResources', 'cniResources'] as const).flatMap((field) =>
      checkResources(`${label}: ${field}`, settings[field]),
    ),
    ...checkCidrs(
      `${label}: keyServers`,
      keyServers.map(({ cidr }) => cidr),
    ),
  ]);
  return { ...settings, blockedKeyServers: blockedKeyServers(settings) };
}

/** A request that a policy makes istiod send must not reach what only nodes and pods reach, but for what was allowed. */
function blockedKeyServers({ cluster, keyServers }: IstioSettings): string[] {
  const guarded = [...NEVER_KEY_SERVERS, ...cluster.podCidrs, ...cluster.serviceCidrs];
  return guarded.filter((cidr) => !keyServers.some((servers) => overlap(servers.cidr, cidr)));
}

/** Names the construct also where its props are of wrong types. */
function controlPlaneLabel(props: unknown): string {
  const cluster = isMapping(props) ? props['cluster'] : undefined;
  return cluster instanceof Cluster ? `IstioControlPlane '${cluster.name}'` : 'IstioControlPlane';
}

/** What is wrong with a mesh that is stated, the cluster tells. */
function noIstio(label: string, { name, mesh, problems }: Cluster): Diagnostic[] {
  if (problems.some((problem) => problem.where.startsWith(`Cluster '${name}': mesh`))) return [];
  return [
    {
      where: `${label}: cluster.mesh`,
      got: mesh === undefined ? 'absent' : `${mesh.kind} ${mesh.version}`,
      expected: "Istio, such as { kind: 'istio', version: '1.31' }",
      fix:
        mesh === undefined
          ? 'State the mesh of the cluster, or drop the control plane.'
          : 'Use LinkerdControlPlane, or drop the control plane.',
    },
  ];
}

function checkRelease({ label, release, mesh: { version } }: IstioSettings): Diagnostic[] {
  if (release.startsWith(`${version}.`)) return [];
  return [
    {
      where: `${label}: release`,
      got: `'${release}' in a mesh of the line ${version}`,
      expected: `a release such as ${ISTIO_RELEASES[version]}`,
      fix: "Correct it, or the version of the cluster's mesh: what policies may say hangs on the line.",
    },
  ];
}

/** Proxies may be one minor release older than istiod, and none newer. */
function checkTaggedRelease({ label, taggedRelease, release }: IstioSettings): Diagnostic[] {
  if (taggedRelease === undefined) return [];
  if (minorsApart(release, taggedRelease) <= 1 && taggedRelease !== release) return [];
  return [
    {
      where: `${label}: taggedRelease`,
      got:
        taggedRelease === release ? `'${taggedRelease}', the release itself` : `'${taggedRelease}' beside ${release}`,
      expected: 'another release, of the same minor version or the one next to it',
      fix:
        taggedRelease === release
          ? 'Drop it: the tag goes along.'
          : 'Upgrade by one minor version at a time: custom resources are those of the newest.',
    },
  ];
}

function checkReplicas({ label, replicas: { min, max } }: IstioSettings): Diagnostic[] {
  if (max >= min) return [];
  return [
    {
      where: `${label}: replicas.max`,
      got: String(max),
      expected: `at least the ${min} of min`,
      fix: 'Raise it, or lower min.',
    },
  ];
}

function checkCni({ label, mesh, cluster }: IstioSettings, { cniResources }: IstioControlPlaneProps): Diagnostic[] {
  if (mesh.cni === true || cniResources === undefined) return [];
  return [
    {
      where: `${label}: cniResources`,
      got: 'stated in a cluster without the CNI plugin',
      expected: 'none',
      fix: `Set mesh.cni of cluster '${cluster.name}', or drop it.`,
    },
  ];
}

/** A Telemetry finds the first of several providers of one name. */
function checkNames({ label, meshConfig }: IstioSettings): Diagnostic[] {
  const names = meshConfig.extensionProviders.map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          {
            where: `${label}: meshConfig.extensionProviders[${index}].name`,
            got: `'${name}' for the second time`,
            expected: 'a name of its own',
            fix: 'Rename one of the two.',
          },
        ],
  );
}
