import { type Container, POD_KINDS } from '../../../model/pods/pod.js';
import { everyPodWhere } from '../../about.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'secret/mounts-are-readable',
  severity: 'error',
  scope: 'object',
  summary: 'The user of a container may read the Secrets that are mounted for it.',
  rationale:
    'The files of a Secret belong to root. Without fsGroup a non-root user cannot read them if their mode gives others no rights, and the program ends at once.',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyPodWhere(({ field }) => field.at('volumes').items.some((volume) => volume.at('secret').isSet)),
  *check({ field, containers }) {
    if (field.at('securityContext', 'fsGroup').number !== undefined) return;
    for (const volume of field.at('volumes').items) {
      const defaultMode = volume.at('secret', 'defaultMode');
      const mode = defaultMode.number;
      if (mode === undefined || (mode & 0o004) !== 0) continue;
      const readers = containers.filter((container) =>
        container.field.at('volumeMounts').items.some((mount) => mount.at('name').text === volume.at('name').text),
      );
      const reader = readers.find((container) => isRefused(container, mode));
      if (reader === undefined) {
        for (const { name } of readers.filter((container) => isUnknown(container, mode))) {
          yield notJudged(`the image of container ${name} decides which user reads the files`, defaultMode);
        }
        continue;
      }
      yield defaultMode.violation({
        got: `0${mode.toString(8)}, and no fsGroup`,
        expected: `a file that user ${idOf(reader, 'runAsUser')} of container ${reader.name} may read`,
        fix: 'Set securityContext.fsGroup of the pod; the files then belong to this group.',
      });
    }
  },
  passes: example(', fsGroup: 1000'),
  fails: example(''),
});

/** Whether a user that is known not to be root, and is not known to be in the root group, cannot read a file of root. */
function isRefused(container: Container, mode: number): boolean {
  const user = idOf(container, 'runAsUser');
  return user !== undefined && user !== 0 && !isForGroup(container, mode, idOf(container, 'runAsGroup') ?? 0);
}

/** Whether nobody can tell which user the image has, and the user matters. */
function isUnknown(container: Container, mode: number): boolean {
  const isKnown = idOf(container, 'runAsUser') !== undefined;
  return !isKnown && !isForGroup(container, mode, idOf(container, 'runAsGroup'));
}

/** Whether the mode lets the root group read, and the user is in it. */
function isForGroup({ pod }: Container, mode: number, group: number | undefined): boolean {
  const supplemental = pod.field.at('securityContext', 'supplementalGroups').items.map(({ value }) => value);
  return (mode & 0o040) !== 0 && (group === 0 || supplemental.includes(0));
}

function idOf({ field, pod }: Container, name: string): number | undefined {
  return field.at('securityContext', name).number ?? pod.field.at('securityContext', name).number;
}

function example(context: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  securityContext: { runAsUser: 1000, runAsGroup: 1000${context} }
  containers:
    - name: web
      image: example.org/web:1.4.2
      volumeMounts: [{ name: tls, mountPath: /tls }]
  volumes: [{ name: tls, secret: { secretName: web-tls, defaultMode: 0440 } }]
`;
}
