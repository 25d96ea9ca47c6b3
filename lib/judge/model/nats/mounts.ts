import { posix } from 'node:path';
import { type Found, listAt, objectAt, stringAt, stringsAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import type { Container, PodTemplate } from '../pods/pod.js';

/** What a container sees at a path. */
export type Origin =
  | { readonly kind: 'configMap'; readonly resource: Resource; readonly key: string; readonly text: string }
  | { readonly kind: 'secret'; readonly name: string; readonly key: string }
  | { readonly kind: 'claim'; readonly volume: string; readonly claimName: string }
  | { readonly kind: 'claimTemplate'; readonly volume: string; readonly template: Found }
  /** Memory or the node's disk, lost with the pod. */
  | { readonly kind: 'emptyDir'; readonly volume: string }
  /** A ConfigMap that is not among the objects that were read; another program may make it. */
  | { readonly kind: 'absentConfigMap'; readonly name: string; readonly key: string }
  /** Nothing: the volume that is mounted there is not declared, or has no such file. */
  | { readonly kind: 'nothing'; readonly reason: string }
  /** A volume of another type. */
  | { readonly kind: 'unknown' }
  /** The image's own file system. */
  | { readonly kind: 'image' };

/** Finds out what a container sees at an absolute path. */
export function originOf(cluster: ClusterIndex, pod: PodTemplate, container: Container, path: string): Origin {
  const target = posix.normalize(path);
  const mount = listAt(container.spec, 'volumeMounts')
    .map((entry) => ({ entry, mountPath: posix.normalize(stringAt(entry, 'mountPath') ?? '').replace(/(.)\/$/, '$1') }))
    .filter(({ mountPath }) => mountPath === '/' || target === mountPath || target.startsWith(`${mountPath}/`))
    .sort((a, b) => b.mountPath.length - a.mountPath.length)[0];
  if (mount === undefined) return { kind: 'image' };
  const name = stringAt(mount.entry, 'name') ?? '';
  const rest = target.slice(mount.mountPath.length).replace(/^\//, '');
  const key = posix.join(stringAt(mount.entry, 'subPath') ?? '', rest);
  const template = listAt(pod.resource.object, 'spec', 'volumeClaimTemplates').find(
    (claim) => stringAt(claim, 'metadata', 'name') === name,
  );
  if (template !== undefined) return { kind: 'claimTemplate', volume: name, template };
  const volume = listAt(pod.spec, 'volumes').find((candidate) => stringAt(candidate, 'name') === name);
  if (volume === undefined) return { kind: 'nothing', reason: `the pod declares no volume ${name}` };
  return volumeOrigin(cluster, pod, volume, name, key);
}

function volumeOrigin(cluster: ClusterIndex, pod: PodTemplate, volume: Found, name: string, key: string): Origin {
  const claimName = stringAt(volume, 'persistentVolumeClaim', 'claimName');
  if (claimName !== undefined) return { kind: 'claim', volume: name, claimName };
  if (objectAt(volume, 'emptyDir') !== undefined) return { kind: 'emptyDir', volume: name };
  const projected = objectAt(volume, 'projected');
  const sources = projected === undefined ? [volume] : listAt(projected, 'sources');
  const origins = sources.map((source) => sourceOrigin(cluster, pod, source, key));
  const nothing = { kind: 'nothing', reason: `volume ${name} has no ${key}` } as const;
  return (
    origins.findLast(({ kind }) => kind !== 'nothing' && kind !== 'unknown') ??
    origins.find(({ kind }) => kind === 'unknown') ??
    origins.at(-1) ??
    nothing
  );
}

/** What a source of files, a volume's own or one of a projected volume, gives under a key. */
function sourceOrigin(cluster: ClusterIndex, pod: PodTemplate, source: Found, path: string): Origin {
  const secret = objectAt(source, 'secret');
  const secretName = stringAt(secret, 'secretName') ?? stringAt(secret, 'name');
  if (secret !== undefined && secretName !== undefined) {
    const key = keyAt(secret, path);
    if (key === undefined) return { kind: 'nothing', reason: `the items of Secret ${secretName} leave out ${path}` };
    return { kind: 'secret', name: secretName, key };
  }
  const configMap = objectAt(source, 'configMap');
  if (configMap === undefined) return { kind: 'unknown' };
  const name = stringAt(configMap, 'name') ?? '';
  const key = keyAt(configMap, path);
  if (key === undefined) return { kind: 'nothing', reason: `the items of ConfigMap ${name} leave out ${path}` };
  const resource = cluster.find('ConfigMap', pod.namespace, name);
  if (resource === undefined) return { kind: 'absentConfigMap', name, key };
  const text = stringsAt(resource.object, 'data')[key];
  if (text !== undefined) return { kind: 'configMap', resource, key, text };
  if (key in stringsAt(resource.object, 'binaryData')) return { kind: 'unknown' };
  return { kind: 'nothing', reason: `ConfigMap ${name} has no key ${key}` };
}

/** The key that a volume shows under a path; nothing if its items leave it out. */
function keyAt(source: Found, path: string): string | undefined {
  const items = listAt(source, 'items');
  if (items.length === 0) return path;
  return stringAt(
    items.find((item) => posix.normalize(stringAt(item, 'path') ?? '') === path),
    'key',
  );
}
