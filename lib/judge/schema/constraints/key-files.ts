import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { checkFieldReference, checkResourceReference, FILE_FIELDS } from './downward-api.js';
import { exactlyOne } from './exactly-one.js';
import { leavesItsFolder } from './syntax.js';

const CONTENTS = ['fieldRef', 'resourceFieldRef'];

/** Reports files of a volume that hold no key of a ConfigMap or Secret, or that are outside the volume. */
export function* checkKeyFiles(source: Field): Iterable<SchemaViolation> {
  for (const item of source.at('items').items) {
    if (item.at('key').value === '') yield missingField(item.at('key'), 'the key whose value the file holds');
    yield* checkFile(item);
  }
}

/** Reports files of a volume that hold no field of the pod, or that are outside the volume. */
export function* checkPodFiles(source: Field): Iterable<SchemaViolation> {
  for (const item of source.at('items').items) {
    yield* checkFile(item);
    yield* exactlyOne(item, CONTENTS);
    yield* checkFieldReference(item.at('fieldRef'), FILE_FIELDS);
    const resource = item.at('resourceFieldRef');
    yield* checkResourceReference(resource);
    if (resource.isSet && resource.at('containerName').isEmpty)
      yield missingField(resource.at('containerName'), 'the container that has the resource');
  }
}

/** Reports a mode of files that is out of range. */
export function* checkMode(mode: Field): Iterable<SchemaViolation> {
  if (mode.number !== undefined && (mode.number < 0 || mode.number > 0o777))
    yield notAllowed(mode, { expected: '0 to 0777 (511)', fix: 'Write the mode in octal, such as 0440.' });
}

function* checkFile(item: Field): Iterable<SchemaViolation> {
  const path = item.at('path');
  yield* checkMode(item.at('mode'));
  // The kubelet keeps its own folders in a volume, whose names begin with two dots.
  if (path.text !== undefined && (path.text === '' || path.text.startsWith('..') || leavesItsFolder(path.text)))
    yield notAllowed(path, { expected: 'a relative path without ..', fix: 'Name a path within the volume.' });
}
