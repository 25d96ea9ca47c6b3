import { parseImageName } from '../../../formats/image-name.js';
import { compareMinors, parseRelease, sameMinor } from '../../../formats/release.js';
import type { Field } from '../../../manifest/field.js';
import { listAt, stringAt, stringListAt, stringsAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { perCluster } from '../per-cluster.js';
import { namespaceOf, type PodTemplate } from '../pods/pod.js';
import { controlPlaneConfigIn } from './config.js';
import { COMPONENT_LABEL } from './control-plane.js';

/** The components that run all the time; each is a Deployment. */
export const COMPONENTS = ['identity', 'destination', 'proxy-injector'] as const;
export type Component = (typeof COMPONENTS)[number];

/** The control plane that a cluster's objects install. */
export interface ControlPlaneInstall {
  readonly namespace: string;
  readonly deployments: ReadonlyMap<Component, PodTemplate>;
  /** ConfigMap linkerd-config, where it is among the objects. */
  readonly config: Resource | undefined;
  /** The `values` of linkerd-config; undefined if they cannot be read. */
  readonly values: ReturnType<typeof controlPlaneConfigIn>['values'];
  /** The object at which missing objects are reported: linkerd-config, or else a Deployment. */
  readonly anchor: Resource;
  /** Whether linkerd-cni sets up the network, instead of an init container in each pod. */
  readonly cni: boolean;
  /** Minor release; undefined for one that rules do not know. */
  readonly release: '2.19' | '2.20' | undefined;
  /** Whether the version is before 2.19, whose objects and values differ from what rules expect. */
  readonly outdated: boolean;
}

/**
 * The control plane among the objects of a cluster; undefined if no Deployment of it is there, as in YAML that only uses
 * the mesh.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/pkg/healthcheck/healthcheck.go
 */
export const controlPlaneInstallOf = perCluster((cluster): ControlPlaneInstall | undefined => {
  const deployments = new Map<Component, PodTemplate>();
  for (const resource of cluster.ofKind('apps/Deployment')) {
    const label = stringsAt(resource.object, 'metadata', 'labels')[COMPONENT_LABEL];
    const component = COMPONENTS.find((known) => known === label);
    const pod = cluster.podOf(resource);
    if (component !== undefined && pod !== undefined && !deployments.has(component)) deployments.set(component, pod);
  }
  const [first] = deployments.values();
  if (first === undefined) return undefined;
  const namespace = namespaceOf(first.resource);
  const { resource: config, values } = controlPlaneConfigIn(cluster, namespace);
  const validates = [...deployments.values()].some(({ containers }) =>
    containers.some(({ name }) => name === 'linkerd-network-validator'),
  );
  const version = stringAt(values, 'linkerdVersion') ?? imageTags(first)[0] ?? '';
  return {
    namespace,
    deployments,
    config,
    values,
    anchor: config ?? first.resource,
    cni: values?.['cniEnabled'] === true || validates,
    release: releaseOf(version),
    outdated: isOutdated(version),
  };
});

/** The control plane of a cluster as a list: none if no Deployment of it is among the objects. */
export function everyInstall(cluster: ClusterIndex): readonly ControlPlaneInstall[] {
  const install = controlPlaneInstallOf(cluster);
  return install === undefined ? [] : [install];
}

/**
 * The minor release that a version belongs to. The project numbers edge releases by month: 2.19 is edge-25.10.7, and
 * 2.20 is edge-26.6.3.
 *
 * @see https://linkerd.io/releases/
 */
export function releaseOf(version: string): ControlPlaneInstall['release'] {
  const [channel, release = ''] = channelOf(version);
  if (channel === 'edge') {
    if (sameMinor(release, '25.10')) return '2.19';
    return compareMinors(release, '26.6') >= 0 ? '2.20' : undefined;
  }
  if (sameMinor(release, '2.19')) return '2.19';
  return sameMinor(release, '2.20') ? '2.20' : undefined;
}

/** Whether a version is known to be older than 2.19. */
export function isOutdated(version: string): boolean {
  const [channel, release = ''] = channelOf(version);
  if (channel === 'edge') return parseRelease(release) !== undefined && compareMinors(release, '25.10') < 0;
  return parseRelease(release)?.major === 2 && compareMinors(release, '2.19') < 0;
}

/** `edge-25.10.7`, `stable-2.14.1` and `enterprise-2.19.0` in two parts; 2.19.0 has no channel. */
function channelOf(version: string): readonly [channel: string | undefined, release: string | undefined] {
  const [, channel, release] = /^(?:(.*)-)?(v?\d+\.\d+[^-]*)/.exec(version) ?? [];
  return [channel, release];
}

/** The tags of the controllers' images that have one. */
export function imageTags(pod: PodTemplate): readonly string[] {
  return pod.containers.flatMap(({ list, name, spec }) =>
    list === 'containers' && name !== 'linkerd-proxy' ? (parseImageName(stringAt(spec, 'image') ?? '').tag ?? []) : [],
  );
}

/** An argument or a variable of a container of the control plane. */
export interface Argument {
  /** The argument that contains the value. */
  readonly field: Field;
  readonly value: string;
  readonly container: string;
}

/** The arguments `-name=value`, `--name=value` and `--name value` of one name, of every container of the control plane. */
export function argumentsOf({ deployments }: ControlPlaneInstall, name: string): readonly Argument[] {
  return [...deployments.values()].flatMap((pod) =>
    pod.containers.flatMap((container) => {
      const args = stringListAt(container.spec, 'args');
      const index = args.findIndex((arg) => new RegExp(`^--?${name}(?:=|$)`).test(arg));
      const arg = args[index];
      if (arg === undefined) return [];
      const inline = arg.includes('=');
      const value = inline ? arg.slice(arg.indexOf('=') + 1) : args[index + 1];
      if (value === undefined) return [];
      const field = container.field.at('args', inline ? index : index + 1);
      return [{ field, value, container: container.name }];
    }),
  );
}

/** The Secrets that pods of a component mount, by the name of the volume. */
export function mountedSecrets(pod: PodTemplate): ReadonlyMap<string, string> {
  return new Map(
    listAt(pod.spec, 'volumes').flatMap((volume): [string, string][] => {
      const secret = stringAt(volume, 'secret', 'secretName');
      const name = stringAt(volume, 'name');
      return secret === undefined || name === undefined ? [] : [[name, secret]];
    }),
  );
}
