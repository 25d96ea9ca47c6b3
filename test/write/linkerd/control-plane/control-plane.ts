import type { Chart } from 'cdk8s';
import type { ManifestObject } from '../../../../lib/manifest/object.js';
import type { Cluster } from '../../../../lib/write/fleet/cluster.js';
import type { ClusterProps } from '../../../../lib/write/fleet/cluster-props.js';
import type { LinkerdMesh } from '../../../../lib/write/fleet/mesh.js';
import { LinkerdControlPlane } from '../../../../lib/write/linkerd/control-plane/linkerd-control-plane.js';
import type { LinkerdOptions } from '../../../../lib/write/linkerd/control-plane/linkerd-options.js';
import type { LinkerdControlPlaneProps } from '../../../../lib/write/linkerd/control-plane/props.js';
import { Fleet } from '../../../../lib/write/platform/fleet.js';
import { changes } from '../../../support/changes.js';
import { filesOf, objectsOf, refusal } from '../../../support/synth.js';

export const RELEASES = ['2.19', '2.20'] as const;

/** One control plane: what is not named is as a user has it who names nothing. */
export interface Setup extends Omit<LinkerdControlPlaneProps, 'cluster'> {
  readonly version?: LinkerdMesh['version'];
  readonly withCni?: boolean;
  readonly cluster?: Partial<ClusterProps>;
  /** Further constructs of the same cluster. */
  readonly beside?: (chart: Chart, cluster: Cluster) => void;
}

export const CLUSTER: ClusterProps = {
  kubernetesVersion: '1.33',
  nodeAddresses: ['192.0.2.1'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
};

export function fleetWith({ version = '2.20', withCni = false, cluster: own, beside, ...props }: Setup): Fleet {
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('hub', { ...CLUSTER, mesh: { kind: 'linkerd', version, cni: withCni }, ...own });
  cluster.add('linkerd', (chart) => {
    new LinkerdControlPlane(chart, 'linkerd', { cluster, ...props });
  });
  if (beside !== undefined) cluster.add('beside', (chart) => beside(chart, cluster));
  return fleet;
}

export function objectsWith(setup: Setup = {}): readonly ManifestObject[] {
  return Object.keys(setup).length === 0 ? plain() : objectsOf(fleetWith(setup), 'hub');
}

/** The setup with every default. */
const NOTHING: Setup = {};
let untouched: readonly ManifestObject[] | undefined;

/** The control plane that nearly every test compares with. */
function plain(): readonly ManifestObject[] {
  untouched ??= objectsOf(fleetWith(NOTHING), 'hub');
  return untouched;
}

export function refusalOf(setup: Setup): string[] {
  return refusal(() => filesOf(fleetWith(setup)));
}

/** The refusal of values that no compiler saw. */
export function refusalOfValues(values: unknown, setup: Setup = {}): string[] {
  return refusalOf({ ...setup, values: values as LinkerdOptions });
}

/**
 * What one change of a setup changes, but for the copy of the values in `linkerd-config`: one line a field, and one for all the controllers
 * whose pods change alike, as `destination, identity: [linkerd-init].image: a -> b`.
 */
export function effect(change: Setup, base: Setup = {}): string[] {
  const lines = allEffects(change, base).filter((line) => !line.startsWith('ConfigMap linkerd-config '));
  const controllers = new Map<string, string[]>();
  for (const line of lines) {
    const [, controller, rest] = /^Deployment linkerd-(\S+) (?:spec\.template\.spec\.)?(.*)$/.exec(line) ?? [];
    const what = rest?.replace(/^(?:initC|c)ontainers\[/, '[') ?? line;
    controllers.set(what, [...(controllers.get(what) ?? []), ...(controller === undefined ? [] : [controller])]);
  }
  return [...controllers].map(([what, who]) =>
    who.length === 0 ? what : `${who.length === 3 ? 'all' : who.join(', ')}: ${what}`,
  );
}

/** What it changes in `linkerd-config`. */
export function configEffect(change: Setup, base: Setup = {}): string[] {
  const prefix = 'ConfigMap linkerd-config data.values.';
  return allEffects(change, base).flatMap((line) => (line.startsWith(prefix) ? [line.slice(prefix.length)] : []));
}

function allEffects(change: Setup, base: Setup): string[] {
  return changes(objectsWith(base), objectsWith({ ...base, ...change }));
}
