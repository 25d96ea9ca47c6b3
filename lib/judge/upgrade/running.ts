import { parseImageName } from '../../formats/image-name.js';
import { compareReleases, parseRelease } from '../../formats/release.js';
import { stringAt, stringsAt } from '../../manifest/read.js';
import type { Resource } from '../../manifest/resource.js';
import { EXPERIMENTAL } from '../../releases/project.js';
import type { ClusterIndex } from '../model/cluster-index.js';
import { SAIL_ISTIO, SAIL_REVISION } from '../model/istio/mesh-config.js';
import { controlPlaneInstallOf } from '../model/linkerd-control-plane/install.js';
import { BUNDLE_VERSION, CHANNEL, statedGatewayApi } from '../model/linkerd-control-plane/stated-gateway-api.js';
import { natsServersOf } from '../model/nats/server.js';
import { kubernetesMinorOf } from '../model/releases.js';
import type { UpgradeProject } from './project.js';

/** The last part of the name of a controller's image, to its project. Its tag is the release. */
const CONTROLLERS: Readonly<Record<string, UpgradeProject>> = {
  argocd: 'argo-cd',
  'cert-manager-controller': 'cert-manager',
  'external-secrets': 'external-secrets',
  'jetstream-controller': 'nack',
  pilot: 'istio',
  'prometheus-operator': 'prometheus-operator',
  'trust-manager': 'trust-manager',
};

/**
 * The releases that the objects themselves install: the oldest of each project, as the objects write it. A cluster where two releases
 * of a controller run is upgraded from the older one.
 */
export function installedReleases(cluster: ClusterIndex): ReadonlyMap<UpgradeProject, string> {
  const installed = new Map<UpgradeProject, string>();
  for (const [project, release] of candidates(cluster)) {
    const known = installed.get(project);
    if (parseRelease(release) === undefined) continue;
    if (known === undefined || compareReleases(release, known) < 0) installed.set(project, release);
  }
  return installed;
}

function* candidates(cluster: ClusterIndex): Iterable<readonly [UpgradeProject, string]> {
  const minor = kubernetesMinorOf(cluster);
  if (minor !== undefined) yield ['kubernetes', `1.${minor}`];
  const linkerd = controlPlaneInstallOf(cluster)?.release;
  if (linkerd !== undefined) yield ['linkerd', linkerd];
  for (const { release } of natsServersOf(cluster)) if (release !== undefined) yield ['nats', release];
  for (const { object } of cluster.ofKind(SAIL_ISTIO, SAIL_REVISION))
    yield ['istio', stringAt(object, 'spec', 'version') ?? ''];
  const gatewayApi = statedGatewayApi(cluster);
  if (gatewayApi !== undefined) yield ['gateway-api', withChannel(gatewayApi.release, gatewayApi.channel)];
  for (const { object } of cluster.ofKind(DEFINITIONS)) {
    const annotations = stringsAt(object, 'metadata', 'annotations');
    const release = annotations[BUNDLE_VERSION];
    if (release !== undefined) yield ['gateway-api', withChannel(release, annotations[CHANNEL])];
  }
  for (const resource of cluster.resources) yield* controllersIn(cluster, resource);
}

const DEFINITIONS = 'apiextensions.k8s.io/CustomResourceDefinition';

function* controllersIn(cluster: ClusterIndex, resource: Resource): Iterable<readonly [UpgradeProject, string]> {
  for (const { field } of cluster.podOf(resource)?.containers ?? []) {
    const { repository, tag = '' } = parseImageName(field.at('image').text ?? '');
    const name = repository.split('/').at(-1) ?? '';
    const project = Object.hasOwn(CONTROLLERS, name) ? CONTROLLERS[name] : undefined;
    if (project !== undefined) yield [project, tag];
  }
}

function withChannel(release: string, channel: string | undefined): string {
  const { major, minor } = parseRelease(release) ?? {};
  return channel === 'experimental' ? `${major}.${minor}${EXPERIMENTAL}` : release;
}
