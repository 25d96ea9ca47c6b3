import { posix } from 'node:path';
import type { ClusterIndex } from '../cluster-index.js';
import type { Subject } from '../finding.js';
import type { Container, PodTemplate } from '../pod.js';
import { type Found, listAt, objectAt, stringAt, stringsAt } from '../read.js';

/** What stands behind a path of a container. */
export type Origin =
  | { readonly kind: 'configMap'; readonly subject: Subject; readonly key: string; readonly text: string }
  | { readonly kind: 'secret'; readonly name: string; readonly key: string }
  | { readonly kind: 'claim'; readonly volume: string; readonly claimName: string }
  | { readonly kind: 'claimTemplate'; readonly volume: string; readonly template: Found }
  /** Memory or the node's disk, lost with the pod. */
  | { readonly kind: 'emptyDir'; readonly volume: string }
  /** A volume of another type, or one whose object is not among those that were read. */
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
  const template = listAt(pod.subject.object, 'spec', 'volumeClaimTemplates').find(
    (claim) => stringAt(claim, 'metadata', 'name') === name,
  );
  if (template !== undefined) return { kind: 'claimTemplate', volume: name, template };
  const volume = listAt(pod.spec, 'volumes').find((candidate) => stringAt(candidate, 'name') === name);
  return volumeOrigin(cluster, pod, volume, name, key);
}

function volumeOrigin(cluster: ClusterIndex, pod: PodTemplate, volume: Found, name: string, key: string): Origin {
  const claimName = stringAt(volume, 'persistentVolumeClaim', 'claimName');
  if (claimName !== undefined) return { kind: 'claim', volume: name, claimName };
  if (objectAt(volume, 'emptyDir') !== undefined) return { kind: 'emptyDir', volume: name };
  const sources = [volume, ...listAt(volume, 'projected', 'sources')];
  const origins = sources.flatMap((source) => sourceOrigin(cluster, pod, source, key) ?? []);
  return origins.at(-1) ?? { kind: 'unknown' };
}

/** What a source of files, a volume's own or one of a projected volume, gives under a key. */
function sourceOrigin(cluster: ClusterIndex, pod: PodTemplate, source: Found, path: string): Origin | undefined {
  const secret = objectAt(source, 'secret');
  const secretName = stringAt(secret, 'secretName') ?? stringAt(secret, 'name');
  if (secret !== undefined && secretName !== undefined) {
    const key = keyAt(secret, path);
    return key === undefined ? undefined : { kind: 'secret', name: secretName, key };
  }
  const configMap = objectAt(source, 'configMap');
  if (configMap === undefined) return undefined;
  const key = keyAt(configMap, path);
  const subject = cluster.find('ConfigMap', pod.namespace, stringAt(configMap, 'name') ?? '');
  if (key === undefined || subject === undefined) return undefined;
  const text = stringsAt(subject.object, 'data')[key];
  return text === undefined ? undefined : { kind: 'configMap', subject, key, text };
}

/** The key that a volume shows under a path; nothing where its items leave it out. */
function keyAt(source: Found, path: string): string | undefined {
  const items = listAt(source, 'items');
  if (items.length === 0) return path;
  return stringAt(
    items.find((item) => posix.normalize(stringAt(item, 'path') ?? '') === path),
    'key',
  );
}
