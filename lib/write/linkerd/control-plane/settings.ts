import { type Diagnostic, InvalidInput, throwIfAny } from '../../../diagnostic.js';
import { isMapping } from '../../../formats/mapping.js';
import { type PartialTree, partOf, withoutFaults } from '../../../input/part.js';
import { within } from '../../../input/place.js';
import { checkProps, list, optional, options } from '../../../input/shape.js';
import { anyText, anything } from '../../../input/values.js';
import { CLUSTER, Cluster } from '../../fleet/cluster.js';
import { missingMesh } from '../../fleet/missing-mesh.js';
import { verifyHierarchy } from '../../trust/verify.js';
import { checkCniValues } from '../cni/check-cni-values.js';
import { defaultCniValues } from '../cni/default-cni-values.js';
import type { LinkerdCniOptions } from '../cni/linkerd-cni.js';
import { readCertificates, readMoment } from './anchors.js';
import { checkValues } from './check-values.js';
import { defaultValues } from './default-values.js';
import { HARDENED, HIGH_AVAILABILITY, RENEWED_CERTIFICATES, withResources } from './hardened-values.js';
import { DECIDED, type LinkerdOptions } from './linkerd-options.js';
import { overlay } from './overlay.js';
import type { LinkerdControlPlaneProps } from './props.js';
import { LINKERD_RELEASES, type LinkerdRelease } from './releases.js';
import { isUserKeyed } from './user-keys.js';
import { CNI_VALUE_SHAPES, LINKERD_VALUE_SHAPES } from './value-shapes.js';
import type { LinkerdValues } from './values.js';

/** The settings that the objects of a control plane are built from. */
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
  // The types of the charts' values are checked against the charts' defaults.
  values: optional(anything<LinkerdOptions>()),
  cni: optional(anything<LinkerdCniOptions>()),
});

/** Reads and checks the props; throws all faults at once. */
export function controlPlaneSettings(props: LinkerdControlPlaneProps): ControlPlaneSettings {
  const where = controlPlaneLabel(props);
  const malformed = checkProps(where, props, PROPS);
  if (!isMapping(props) || !(props.cluster instanceof Cluster)) throw new InvalidInput(malformed);
  const { cluster, values: stated = {}, cni = {} } = props;
  // If the certificates are no texts, the rest is judged without them.
  const { roots = [], intermediates = [], validAt } = malformed.length === 0 ? props : {};
  if (cluster.linkerd === undefined)
    throw new InvalidInput([...malformed, ...cluster.problems, ...missingLinkerd(where, cluster)]);
  const release = LINKERD_RELEASES[cluster.linkerd.version];
  const defaults = defaultValues(release);
  const cniDefaults = defaultCniValues(release);
  const valueFaults = partOf(defaults, LINKERD_VALUE_SHAPES, isUserKeyed).faults('', stated);
  const cniFaults = partOf(cniDefaults, CNI_VALUE_SHAPES, isUserKeyed).faults('', cni);
  const moment = readMoment({ where, path: 'validAt' }, validAt);
  const anchors = readCertificates(`${where}: roots`, roots);
  const signed = readCertificates(`${where}: intermediates`, intermediates);
  const pem = anchors.certificates.map((certificate) => certificate.pem).join('');
  const values = resolveValues(cluster, release, withoutFaults<LinkerdOptions>(stated, valueFaults), pem);
  throwIfAny([
    ...malformed,
    ...cluster.problems,
    ...within({ where, path: 'values' }, valueFaults),
    ...checkDecided(where, stated),
    ...checkValues({ where, path: 'values' }, cluster, values),
    ...within({ where, path: 'cni' }, cniFaults),
    ...checkCniUse(where, cluster, cni),
    ...checkCniValues(where, overlay(cniDefaults, withoutFaults<LinkerdCniOptions>(cni, cniFaults))),
    ...moment.problems,
    ...anchors.problems,
    ...signed.problems,
    ...verifyHierarchy({
      roots: anchors.certificates,
      intermediates: signed.certificates.map((certificate) => ({ certificate })),
      ...(moment.at && { at: moment.at }),
    }).problems,
  ]);
  return { release, values, anchors: anchors.certificates.map(({ fingerprint }) => fingerprint) };
}

/** Names the construct even if its props have wrong types. */
function controlPlaneLabel(props: unknown): string {
  const cluster = isMapping(props) ? props['cluster'] : undefined;
  return cluster instanceof Cluster ? `LinkerdControlPlane '${cluster.name}'` : 'LinkerdControlPlane';
}

/** The release's defaults, hardened, then the user's overrides, then the values that the cluster sets. */
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
      where,
      path: `values.${name}`,
      got: 'stated',
      expected: `the value that is set by ${place}`,
      fix: 'Set it there, and remove it here.',
    }));
}

function missingLinkerd(where: string, cluster: Cluster): Diagnostic[] {
  const { mesh } = cluster;
  const step = mesh === undefined ? 'Set the mesh of the cluster' : 'Use IstioControlPlane';
  return missingMesh(where, cluster, 'linkerd', `${step}, or remove the control plane.`);
}

function checkCniUse(where: string, { mesh, name }: Cluster, stated: unknown): Diagnostic[] {
  if (mesh?.cni === true || !isMapping(stated) || Object.keys(stated).length === 0) return [];
  return [
    {
      where,
      path: 'cni',
      got: 'set in a cluster without linkerd-cni',
      expected: 'none',
      fix: `Set mesh.cni of cluster '${name}', or remove it.`,
    },
  ];
}
