import { at } from '../../../../manifest/field-path.js';
import { listAt, numberAt, stringAt } from '../../../../manifest/read.js';
import { type Container, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (context: string) => `
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

export default defineRule({
  id: 'secret/mounts-are-readable',
  severity: 'error',
  scope: 'object',
  summary: 'The user of a container may read the Secrets that are mounted for it.',
  rationale:
    'The files of a Secret belong to root: without fsGroup a user other than root is refused where the mode gives nothing to others, and the program ends at once.',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions',
  appliesTo: POD_KINDS,
  passes: example(', fsGroup: 1000'),
  fails: example(''),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || numberAt(pod.spec, 'securityContext', 'fsGroup') !== undefined) return;
    for (const [index, volume] of listAt(pod.spec, 'volumes').entries()) {
      const mode = numberAt(volume, 'secret', 'defaultMode');
      if (mode === undefined || (mode & 0o004) !== 0) continue;
      const name = stringAt(volume, 'name');
      const reader = pod.containers.find(
        (container) =>
          listAt(container.spec, 'volumeMounts').some((mount) => stringAt(mount, 'name') === name) &&
          isRefused(pod, container, mode),
      );
      if (reader === undefined) continue;
      yield {
        path: at(pod.specPath, 'volumes', index, 'secret', 'defaultMode'),
        got: `0${mode.toString(8)}, and no fsGroup`,
        expected: `a file that user ${idOf(pod, reader, 'runAsUser')} of container ${reader.name} may read`,
        fix: 'Set securityContext.fsGroup of the pod; the files are then given to this group.',
      };
    }
  },
});

/** Whether a user that is known not to be root, and is not known to be in the group of root, may not read a file of root. */
function isRefused(pod: PodTemplate, container: Container, mode: number): boolean {
  const user = idOf(pod, container, 'runAsUser');
  const groups = [
    idOf(pod, container, 'runAsGroup') ?? 0,
    ...listAt(pod.spec, 'securityContext', 'supplementalGroups'),
  ];
  return user !== undefined && user !== 0 && !((mode & 0o040) !== 0 && groups.includes(0));
}

function idOf(pod: PodTemplate, { spec }: Container, field: string): number | undefined {
  return numberAt(spec, 'securityContext', field) ?? numberAt(pod.spec, 'securityContext', field);
}
