import { listAt, stringAt, stringListAt, stringsAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import type { PodTemplate } from '../pods/pod.js';

/**
 * The files of a volume, by their path within it, that the pod reads, as far as that is written: in arguments and variables of its containers, and
 * in the ConfigMaps that it mounts.
 */
export function filesRead(template: PodTemplate, volume: string, cluster: ClusterIndex): ReadonlySet<string> {
  const texts = textsOf(template, cluster);
  const files = new Set<string>();
  for (const { spec } of template.containers) {
    for (const mount of listAt(spec, 'volumeMounts')) {
      const mountPath = stringAt(mount, 'mountPath')?.replace(/\/$/, '') ?? '';
      if (stringAt(mount, 'name') !== volume || mountPath === '' || stringAt(mount, 'subPath') !== undefined) continue;
      for (const text of texts) {
        for (const rest of text.split(`${mountPath}/`).slice(1)) files.add(/^[\w./-]*/.exec(rest)?.[0] ?? '');
      }
    }
  }
  files.delete('');
  return files;
}

function textsOf({ containers, namespace, spec }: PodTemplate, cluster: ClusterIndex): readonly string[] {
  const own = containers.flatMap((container) => [
    ...stringListAt(container.spec, 'command'),
    ...stringListAt(container.spec, 'args'),
    ...listAt(container.spec, 'env').flatMap((variable) => stringAt(variable, 'value') ?? []),
  ]);
  const configurations = listAt(spec, 'volumes').flatMap((volume) => {
    const name = stringAt(volume, 'configMap', 'name');
    const found = name === undefined ? undefined : cluster.find('ConfigMap', namespace, name);
    return found === undefined ? [] : Object.values(stringsAt(found.object, 'data'));
  });
  return [...own, ...configurations];
}
