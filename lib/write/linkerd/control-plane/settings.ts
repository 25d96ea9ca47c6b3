import { type Diagnostic, InvalidInput, throwIfAny } from '../../../diagnostic.js';
import { isMapping } from '../../../input/fault.js';
import { checkProps, list, optional, options } from '../../../input/shape.js';
import { anyText, anything } from '../../../input/values.js';
import { CLUSTER, Cluster } from '../../fleet/cluster.js';
import { verifyHierarchy } from '../../trust/verify.js';
import { checkCniValues } from '../cni/check-cni-values.js';
import { defaultCniValues } from '../cni/default-cni-values.js';
import type { LinkerdCniOptions } from '../cni/linkerd-cni.js';
import { readCertificates, readMoment } from './anchors.js';
import { checkOptions, soundOptions } from './check-options.js';
import { checkValues } from './check-values.js';
import { defaultValues } from './default-values.js';
import { HARDENED, HIGH_AVAILABILITY, RENEWED_CERTIFICATES, withResources } from './hardened-values.js';
import { DECIDED, type LinkerdOptions } from './linkerd-options.js';
import { overlay, type PartialTree } from './overlay.js';
import type { LinkerdControlPlaneProps } from './props.js';
import { LINKERD_RELEASES, type LinkerdRelease } from './releases.js';
import type { LinkerdValues } from './values.js';

/** All that a control plane's objects are made of. */
export interface ControlPlaneSettings {
  readonly release: LinkerdRelease;
  readonly values: LinkerdValues;
  /** Fingerprints of the roots. */
  readonly anchors: readonly string[];
}

const PROPS = options<LinkerdControlPlaneProps>({
  cluster: CLUSTER,
  roots: optional(list(anyText)),
  intermediates: optional(list(anyText)),
  validAt: optional(anyText),
  // The values of the charts are held against the charts' own.
  values: optional(anything<LinkerdOptions>()),
  cni: optional(anything<LinkerdCniOptions>()),
});

/** Reads and checks what the user states; throws all faults at once. */
export function controlPlaneSettings(props: LinkerdControlPlaneProps): ControlPlaneSettings {
  const where = controlPlaneLabel(props);
  throwIfAny(checkProps(where, props, PROPS));
  const { cluster, roots = [], intermediates = [], validAt, values: stated = {}, cni = {} } = props;
  if (cluster.linkerd === undefined) throw new InvalidInput([...cluster.problems, ...noLinkerd(where, cluster)]);
  const release = LINKERD_RELEASES[cluster.linkerd.version];
  const defaults = defaultValues(release);
  const cniDefaults = defaultCniValues(release);
  const moment = readMoment(`${where}: validAt`, validAt);
  const anchors = readCertificates(`${where}: roots`, roots);
  const below = readCertificates(`${where}: intermediates`, intermediates);
  const pem = anchors.certificates.map((certificate) => certificate.pem).join('');
  const values = resolveValues(cluster, release, soundOptions(defaults, stated), pem);
  throwIfAny([
    ...cluster.problems,
    ...checkOptions(`${where}: values`, defaults, stated),
    ...checkDecided(`${where}: values`, stated),
    ...checkValues(`${where}: values`, cluster, values),
    ...checkOptions(`${where}: cni`, cniDefaults, cni),
    ...checkCniUse(`${where}: cni`, cluster, cni),
    ...checkCniValues(`${where}: cni`, overlay(cniDefaults, soundOptions(cniDefaults, cni))),
    ...moment.problems,
    ...anchors.problems,
    ...below.problems,
    ...verifyHierarchy({
      roots: anchors.certificates,
      intermediates: below.certificates.map((certificate) => ({ certificate })),
      ...(moment.at && { at: moment.at }),
    }).problems,
  ]);
  return { release, values, anchors: anchors.certificates.map(({ fingerprint }) => fingerprint) };
}

/** Names the construct also where its props are of wrong types. */
function controlPlaneLabel(props: unknown): string {
  const cluster = isMapping(props) ? props['cluster'] : undefined;
  return cluster instanceof Cluster ? `LinkerdControlPlane '${cluster.name}'` : 'LinkerdControlPlane';
}

/** The release's own values, made safer, then what the user states, then what is decided. */
function resolveValues(
  cluster: Cluster,
  release: LinkerdRelease,
  options: LinkerdOptions,
  anchors: string,
): LinkerdValues {
  const layers: readonly PartialTree<LinkerdValues>[] = [
    HARDENED,
    RENEWED_CERTIFICATES,
    options.highAvailability === true ? HIGH_AVAILABILITY : {},
    options,
    {
      clusterDomain: cluster.clusterDomain,
      cniEnabled: cluster.linkerd?.cni === true,
      identityTrustAnchorsPEM: anchors,
      linkerdVersion: release.version,
    },
  ];
  return withResources(layers.reduce<LinkerdValues>(overlay, defaultValues(release)));
}

function checkDecided(where: string, stated: unknown): Diagnostic[] {
  if (!isMapping(stated)) return [];
  return Object.entries(DECIDED)
    .filter(([name]) => stated[name] !== undefined)
    .map(([name, place]) => ({
      where: `${where}.${name}`,
      got: 'stated',
      expected: `what is decided by ${place}`,
      fix: 'State it there, and drop it here.',
    }));
}

/** What is wrong with a mesh that is stated, the cluster tells. */
function noLinkerd(where: string, { name, mesh, problems }: Cluster): Diagnostic[] {
  if (problems.some((problem) => problem.where.startsWith(`Cluster '${name}': mesh`))) return [];
  return [
    {
      where: `${where}: cluster.mesh`,
      got: mesh === undefined ? 'absent' : `${mesh.kind} ${mesh.version}`,
      expected: "Linkerd, such as { kind: 'linkerd', version: '2.20' }",
      fix:
        mesh === undefined
          ? 'State the mesh of the cluster, or drop the control plane.'
          : 'Use IstioControlPlane, or drop the control plane.',
    },
  ];
}

function checkCniUse(where: string, { mesh, name }: Cluster, stated: unknown): Diagnostic[] {
  if (mesh?.cni === true || !isMapping(stated) || Object.keys(stated).length === 0) return [];
  return [
    {
      where,
      got: 'stated in a cluster without linkerd-cni',
      expected: 'none',
      fix: `Set mesh.cni of cluster '${name}', or drop it.`,
    },
  ];
}
