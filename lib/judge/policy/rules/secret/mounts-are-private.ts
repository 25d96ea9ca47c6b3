import type { Field } from '../../../../manifest/field.js';
import { isServerDefault } from '../../../model/live/live-object.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyPod } from '../../about.js';
import { defineRule } from '../../rule.js';

/** What the API server writes where a volume sets no mode. */
const SERVER_MODE = 0o644;

export default defineRule({
  id: 'secret/mounts-are-private',
  severity: 'warning',
  scope: 'object',
  summary: 'No mode of the files of a Secret lets every user of the container read them.',
  rationale:
    'Another user of the container, or one that a flaw gives, reads the key. With fsGroup the group of the pod may read a file of mode 0440.',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: (resource, cluster) => everyPod(resource, cluster).flatMap(({ field }) => field.at('volumes').items),
  *check(volume) {
    for (const field of modesOf(volume)) {
      const mode = field.number;
      if (mode === undefined || (mode & 0o007) === 0) continue;
      yield field.violation({
        got: `0${mode.toString(8)}`,
        expected: 'a mode without rights for others, such as 0440',
        fix: 'Write 0440, which is 288 in JSON, and set fsGroup of the pod.',
      });
    }
  },
  passes: example('0440'),
  fails: example('0644'),
});

/** The modes of the files of Secrets in a volume. That of a projected volume holds for its Secrets as well. */
function modesOf(volume: Field): readonly Field[] {
  const secret = volume.at('secret');
  if (secret.mapping !== undefined) return [...defaultMode(secret), ...secret.all('items[*].mode')];
  const projected = volume.at('projected');
  const secrets = projected.all('sources[*].secret').filter(({ mapping }) => mapping !== undefined);
  if (secrets.length === 0) return [];
  return [...defaultMode(projected), ...secrets.flatMap((source) => source.all('items[*].mode'))];
}

/** The mode of files without their own; nothing if the server may have written it. */
function defaultMode(source: Field): readonly Field[] {
  return [source.at('defaultMode')].filter((mode) => !isServerDefault(mode, SERVER_MODE));
}

function example(mode: string): string {
  return `
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
}
