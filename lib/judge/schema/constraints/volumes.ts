import { dnsLabel } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { exactlyOne } from './exactly-one.js';
import type { PodTemplate } from './pod-template.js';
import { leavesItsFolder, nameSyntax } from './syntax.js';

const PROJECTED = ['clusterTrustBundle', 'configMap', 'downwardAPI', 'secret', 'serviceAccountToken'];

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
  for (const source of volume.at('projected', 'sources').items) {
    if (source.isEmpty || source.mapping === undefined || PROJECTED.some((kind) => source.at(kind).value !== undefined))
      yield* exactlyOne(source, PROJECTED);
    yield* checkSource(source.at('configMap'), 'name', 'ConfigMap');
    yield* checkSource(source.at('secret'), 'name', 'Secret');
  }
}

function* checkSource(source: Field, nameField: string, kind: string): Iterable<SchemaViolation> {
  if (!source.isSet) return;
  const mode = source.at('defaultMode');
  if (source.at(nameField).isEmpty) yield missingField(source.at(nameField), `the name of the ${kind}`);
  if (mode.number !== undefined && (mode.number < 0 || mode.number > 0o777))
    yield notAllowed(mode, { expected: '0 to 0777 (511)', fix: 'Write the mode in octal, such as 0440.' });
  for (const item of source.at('items').items) {
    const path = item.at('path');
    if (path.text !== undefined && (path.text === '' || leavesItsFolder(path.text)))
      yield notAllowed(path, { expected: 'a relative path without ..', fix: 'Name a path within the volume.' });
  }
}
