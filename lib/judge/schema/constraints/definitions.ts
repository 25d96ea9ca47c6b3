import { dnsSubdomain, matches, serviceName } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { invalidName, notAllowed, type SchemaViolation } from '../violation.js';
import { repeated } from './duplicates.js';

const KIND = 'apiextensions.k8s.io/v1/CustomResourceDefinition';
const LONGEST_WARNING = 256;

/**
 * Definitions of custom resources whose names contradict each other, or without exactly one version to store.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
 */
export function* checkDefinitions(object: Field, kind: string): Iterable<SchemaViolation> {
  if (kind !== KIND) return;
  const spec = object.at('spec');
  yield* checkNames(spec.at('names'));
  yield* checkGroup(spec.at('group'));
  yield* checkVersions(spec.at('versions'));
  const [plural, group] = [spec.at('names', 'plural').text, spec.at('group').text];
  const name = object.at('metadata', 'name');
  if (plural !== undefined && group !== undefined && name.text !== `${plural}.${group}`)
    yield invalidName(name, `"${plural}.${group}", the plural and the group`);
}

function* checkGroup(group: Field): Iterable<SchemaViolation> {
  const { text } = group;
  if (text !== undefined && (!matches(text, dnsSubdomain) || !text.includes('.')))
    yield invalidName(group, 'a DNS name with a dot', 'Correct the group.');
}

function* checkNames(names: Field): Iterable<SchemaViolation> {
  const [kind, listKind] = [names.at('kind'), names.at('listKind')];
  yield* checkLabel(names.at('plural'));
  if (!names.at('singular').isEmpty) yield* checkLabel(names.at('singular'));
  for (const list of ['shortNames', 'categories']) for (const name of names.at(list).items) yield* checkLabel(name);
  // Their letters may be capitals.
  yield* checkLabel(kind, kind.text?.toLowerCase());
  if (!listKind.isEmpty) yield* checkLabel(listKind, listKind.text?.toLowerCase());
  if (!kind.isEmpty && kind.value === listKind.value)
    yield notAllowed(listKind, { expected: 'another name than kind', fix: `Write "${kind.text}List".` });
}

function* checkLabel(field: Field, text = field.text): Iterable<SchemaViolation> {
  if (text !== undefined && !matches(text, serviceName))
    yield invalidName(field, serviceName.words, 'Correct the name.');
}

function* checkVersions(versions: Field): Iterable<SchemaViolation> {
  yield* repeated(versions.items, ['name']);
  for (const version of versions.items) {
    const warning = version.at('deprecationWarning');
    yield* checkLabel(version.at('name'));
    if (warning.text !== undefined && version.at('deprecated').value !== true)
      yield notAllowed(warning, {
        expected: 'nothing, because the version is not deprecated',
        fix: 'Remove it, or set deprecated to true.',
      });
    else if (warning.text !== undefined && (warning.text === '' || warning.text.length > LONGEST_WARNING))
      yield notAllowed(warning, { expected: `1 to ${LONGEST_WARNING} characters`, fix: 'Change its length.' });
  }
  const stored = versions.items.filter((version) => version.at('storage').value === true);
  if (!versions.isEmpty && stored.length !== 1)
    yield notAllowed(versions, {
      got: `${stored.length} versions with storage: true`,
      expected: 'one version with storage: true',
      fix: 'Set storage to true in exactly one version.',
    });
}
