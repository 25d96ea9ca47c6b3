import { at } from '../../../../manifest/field-path.js';
import type { Json } from '../../../../manifest/object.js';
import { listAt, objectAt, stringAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'secret/mounts-follow-rotation',
  severity: 'error',
  scope: 'object',
  summary: 'No Secret is mounted by subPath.',
  rationale: 'A subPath mount is never updated: the container keeps the old certificate until it is restarted.',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      volumeMounts: [{ name: tls, mountPath: /tls }]
  volumes: [{ name: tls, secret: { secretName: web-tls } }]
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      volumeMounts: [{ name: tls, mountPath: /tls/ca.crt, subPath: ca.crt }]
  volumes: [{ name: tls, secret: { secretName: web-tls } }]
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    const secretVolumes = new Set(
      listAt(pod.spec, 'volumes')
        .filter((volume) => holdsSecret(volume))
        .map((volume) => stringAt(volume, 'name')),
    );
    for (const { path, spec } of pod.containers) {
      for (const [index, mount] of listAt(spec, 'volumeMounts').entries()) {
        if (!secretVolumes.has(stringAt(mount, 'name'))) continue;
        for (const field of ['subPath', 'subPathExpr']) {
          const subPath = stringAt(mount, field) ?? '';
          if (subPath === '') continue;
          yield {
            path: at(path, 'volumeMounts', index, field),
            got: subPath,
            expected: 'a mount of the whole volume',
            fix: 'Mount the volume as a folder; a file mounted by subPath is not renewed when the Secret is.',
          };
        }
      }
    }
  },
});

function holdsSecret(volume: Json): boolean {
  const sources = listAt(volume, 'projected', 'sources');
  return objectAt(volume, 'secret') !== undefined || sources.some((source) => objectAt(source, 'secret') !== undefined);
}
