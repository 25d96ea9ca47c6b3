import { at } from '../../../../manifest/field-path.js';
import { listAt, numberAt, objectAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (mode: string) => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  securityContext: { fsGroup: 1000 }
  containers:
    - name: web
      image: example.org/web:1.4.2
      volumeMounts: [{ name: tls, mountPath: /tls }]
  volumes: [{ name: tls, secret: { secretName: web-tls, defaultMode: ${mode} } }]
`;

export default defineRule({
  id: 'secret/mounts-are-private',
  severity: 'warning',
  scope: 'object',
  summary: 'No mode that is written for the files of a Secret lets every user of the container read them.',
  rationale:
    'Another user of the container, or one that a flaw gives, reads the key. With fsGroup the group of the pod may read a file of mode 0440.',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions',
  appliesTo: POD_KINDS,
  passes: example('0440'),
  fails: example('0644'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const { path, volume, source } of secretSources(listAt(pod.spec, 'volumes'), at(pod.specPath, 'volumes'))) {
      const modes = [
        { at: at(volume.path, 'defaultMode'), mode: numberAt(volume.value, 'defaultMode') },
        ...listAt(source, 'items').map((item, index) => ({
          at: at(path, 'items', index, 'mode'),
          mode: numberAt(item, 'mode'),
        })),
      ];
      for (const { at: place, mode } of modes) {
        if (mode === undefined || (mode & 0o007) === 0) continue;
        yield {
          path: place,
          got: `0${mode.toString(8)}`,
          expected: 'a mode without rights for others, such as 0440',
          fix: 'Write 0440, which is 288 in JSON, and set fsGroup of the pod.',
        };
      }
    }
  },
});

type Found = Parameters<typeof objectAt>[0];

/** The Secrets of volumes, each with the mapping that holds the mode of all its files. */
function secretSources(volumes: readonly Found[], base: string) {
  return volumes.flatMap((value, index) => {
    const secret = objectAt(value, 'secret');
    const path = at(base, index, 'secret');
    if (secret !== undefined) return [{ path, source: secret, volume: { path, value: secret } }];
    const projected = objectAt(value, 'projected');
    const volume = { path: at(base, index, 'projected'), value: projected };
    // The mode of a projected volume is that of its Secrets as well; it is told once.
    const [first, ...others] = listAt(projected, 'sources').flatMap((source, position) => {
      const found = objectAt(source, 'secret');
      return found === undefined ? [] : [{ path: at(volume.path, 'sources', position, 'secret'), source: found }];
    });
    if (first === undefined) return [];
    const none = { path: volume.path, value: undefined };
    return [{ ...first, volume }, ...others.map((source) => ({ ...source, volume: none }))];
  });
}
