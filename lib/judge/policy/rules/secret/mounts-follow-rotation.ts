import type { Field } from '../../../../manifest/field.js';
import { type Container, POD_KINDS } from '../../../model/pods/pod.js';
import { everyContainer } from '../../about.js';
import { containerWith } from '../../examples/pods.js';
import { defineRule } from '../../rule.js';

export default defineRule<Field>({
  id: 'secret/mounts-follow-rotation',
  severity: 'error',
  scope: 'object',
  summary: 'No Secret is mounted by subPath.',
  rationale: 'A subPath mount is never updated: the container keeps the old certificate until it restarts.',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: (resource, cluster) => everyContainer(resource, cluster).flatMap(mountsOfSecrets),
  *check(mount) {
    for (const field of [mount.at('subPath'), mount.at('subPathExpr')]) {
      if (!field.text) continue;
      yield field.violation({
        expected: 'a mount of the whole volume',
        effect: 'The file is not renewed when the Secret is.',
        fix: 'Mount the volume as a folder.',
      });
    }
  },
  passes: example('mountPath: /tls'),
  fails: example('mountPath: /tls/ca.crt, subPath: ca.crt'),
});

function mountsOfSecrets({ field, pod }: Container): readonly Field[] {
  const secretVolumes = pod.field
    .at('volumes')
    .items.filter((volume) =>
      [volume.at('secret'), ...volume.all('projected.sources[*].secret')].some(({ mapping }) => mapping),
    )
    .map((volume) => volume.at('name').text);
  return field.at('volumeMounts').items.filter((mount) => secretVolumes.includes(mount.at('name').text));
}

function example(mount: string): string {
  return `${containerWith(`volumeMounts: [{ name: tls, ${mount} }]`)}  volumes: [{ name: tls, secret: { secretName: web-tls } }]\n`;
}
