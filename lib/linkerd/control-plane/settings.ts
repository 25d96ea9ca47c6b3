import type { Cluster } from '../../fleet/cluster.js';
import { InvalidInput, type Problem, rejectIfAny } from '../../problem.js';
import { parseCertificate } from '../../trust/certificate.js';
import { verifyHierarchy } from '../../trust/verify.js';
import { checkOptions } from './check-options.js';
import { checkValues } from './check-values.js';
import { defaultValues } from './default-values.js';
import { HARDENED, HIGH_AVAILABILITY, RENEWED_CERTIFICATES, withResources } from './hardened-values.js';
import type { LinkerdControlPlaneProps } from './linkerd-control-plane.js';
import { overlay, type PartialTree } from './overlay.js';
import { LINKERD_RELEASES, type LinkerdRelease } from './releases.js';
import type { LinkerdValues } from './values.js';

/** Values that the cluster and its trust decide. */
export type DecidedValue = 'clusterDomain' | 'cniEnabled' | 'identityTrustAnchorsPEM' | 'linkerdVersion';

/**
 * The chart's values, as many as the user wants otherwise, under the chart's own names and in its own nesting: what a values file of
 * the Helm chart holds fits. What the cluster and its trust decide is not asked for.
 *
 * @see https://github.com/linkerd/linkerd2/blob/main/charts/linkerd-control-plane/values.yaml
 */
export type LinkerdOptions = PartialTree<Omit<LinkerdValues, DecidedValue>>;

/** All that a control plane's objects are made of. */
export interface ControlPlaneSettings {
  readonly release: LinkerdRelease;
  readonly values: LinkerdValues;
}

/** Reads and checks what the user states; throws all faults at once. */
export function controlPlaneSettings(props: LinkerdControlPlaneProps): ControlPlaneSettings {
  const { cluster, roots = [], intermediates = [], validAt, values: options = {} } = props;
  const where = `LinkerdControlPlane '${cluster.name}'`;
  if (cluster.mesh === undefined) throw new InvalidInput([noMesh(where)]);
  const release = LINKERD_RELEASES[cluster.mesh.version];
  const moment = readMoment(`${where}: validAt`, validAt);
  const anchors = readCertificates(`${where}: roots`, roots);
  const below = readCertificates(`${where}: intermediates`, intermediates);
  const values = resolveValues(cluster, release, options, anchors.certificates.map(({ pem }) => pem).join(''));
  rejectIfAny([
    ...cluster.problems,
    ...checkOptions(`${where}: values`, defaultValues(release), options),
    ...checkValues(`${where}: values`, cluster, values),
    ...moment.problems,
    ...anchors.problems,
    ...below.problems,
    ...verifyHierarchy({
      roots: anchors.certificates,
      intermediates: below.certificates.map((certificate) => ({ certificate })),
      ...(moment.at && { at: moment.at }),
    }).problems,
  ]);
  return { release, values };
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
      cniEnabled: cluster.mesh?.cni === true,
      identityTrustAnchorsPEM: anchors,
      linkerdVersion: release.version,
    },
  ];
  return withResources(layers.reduce<LinkerdValues>(overlay, defaultValues(release)));
}

function noMesh(where: string): Problem {
  return {
    where: `${where}: cluster.mesh`,
    got: 'absent',
    expected: "Linkerd, such as { kind: 'linkerd', version: '2.20' }",
    fix: 'State the mesh of the cluster, or drop the control plane.',
  };
}

function readCertificates(where: string, texts: readonly string[]) {
  const read = texts.map((pem, index) => parseCertificate(`${where}[${index}]`, pem));
  return {
    certificates: read.flatMap(({ certificates }) => certificates),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function readMoment(where: string, text: string | undefined): { at?: Date; problems: Problem[] } {
  if (text === undefined) return { problems: [] };
  const at = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}(T|$)/.test(text) && !Number.isNaN(at.getTime())) return { at, problems: [] };
  return {
    problems: [{ where, got: `'${text}'`, expected: 'an ISO 8601 date, such as 2030-01-31', fix: 'Correct the date.' }],
  };
}
