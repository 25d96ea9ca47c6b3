import { dnsLabel } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { exactlyOne } from './exactly-one.js';
import { checkKeyFiles, checkMode, checkPodFiles } from './key-files.js';
import type { PodTemplate } from './pod-template.js';
import { nameSyntax } from './syntax.js';

const PROJECTED = ['clusterTrustBundle', 'configMap', 'downwardAPI', 'podCertificate', 'secret', 'serviceAccountToken'];

/**
 * Volumes with no source or several, and sources that name nothing.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/
 */
export function* checkVolumes({ spec }: PodTemplate): Iterable<SchemaViolation> {
  for (const volume of spec.at('volumes').items) yield* checkVolume(volume);
}

function* checkVolume(volume: Field): Iterable<SchemaViolation> {
  yield* nameSyntax(volume.at('name'), dnsLabel, 'volume');
  const sources = volume.entries.filter(([field, { isSet }]) => field !== 'name' && isSet).map(([field]) => field);
  // `emptyDir:` without a value means what it says.
  if (sources.length === 0 && volume.at('emptyDir').value === undefined)
    yield notAllowed(volume, {
      got: 'no source, which makes it an empty folder',
      expected: 'one source, such as configMap, secret or emptyDir',
      fix: 'Add the source; write emptyDir: {} if an empty folder is meant.',
    });
  if (sources.length > 1)
    yield notAllowed(volume, {
      got: sources.join(' and '),
      expected: 'one source',
      fix: 'Keep one of them, and remove the others.',
    });
  yield* checkSource(volume.at('configMap'), 'name', 'ConfigMap');
  yield* checkSource(volume.at('secret'), 'secretName', 'Secret');
  yield* checkSource(volume.at('persistentVolumeClaim'), 'claimName', 'PersistentVolumeClaim');
  yield* checkHostPath(volume.at('hostPath', 'path'));
  yield* checkPodFiles(volume.at('downwardAPI'));
  for (const source of ['downwardAPI', 'projected']) yield* checkMode(volume.at(source, 'defaultMode'));
  for (const source of volume.at('projected', 'sources').items) {
    if (source.isEmpty || source.mapping === undefined || PROJECTED.some((kind) => source.at(kind).value !== undefined))
      yield* exactlyOne(source, PROJECTED);
    yield* checkSource(source.at('configMap'), 'name', 'ConfigMap');
    yield* checkSource(source.at('secret'), 'name', 'Secret');
    yield* checkPodFiles(source.at('downwardAPI'));
  }
}

function* checkHostPath(path: Field): Iterable<SchemaViolation> {
  if (path.value === '') yield missingField(path, 'the path on the node');
  if (path.text?.split('/').includes('..') === true)
    yield notAllowed(path, { expected: 'a path without ..', fix: 'Write the path that is meant.' });
}

function* checkSource(source: Field, nameField: string, kind: string): Iterable<SchemaViolation> {
  if (!source.isSet) return;
  if (source.at(nameField).isEmpty) yield missingField(source.at(nameField), `the name of the ${kind}`);
  yield* checkMode(source.at('defaultMode'));
  yield* checkKeyFiles(source);
}
