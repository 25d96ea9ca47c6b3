import { dataKey, dnsSubdomain, variableName } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { checkFieldReference, checkResourceReference, VARIABLE_FIELDS } from './downward-api.js';
import { exactlyOne } from './exactly-one.js';
import type { PodTemplate } from './pod-template.js';
import { nameOf, nameSyntax } from './syntax.js';

const SOURCES = ['configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef'];
const KEYED = ['configMapKeyRef', 'secretKeyRef'];
const WHOLE = ['configMapRef', 'secretRef'];

/**
 * Environment variables with no source, with several, or with one that names nothing.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables
 */
export function* checkEnvironment({ containers }: PodTemplate): Iterable<SchemaViolation> {
  for (const container of containers) {
    for (const variable of container.at('env').items) yield* checkVariable(variable);
    for (const source of container.at('envFrom').items) {
      yield* exactlyOne(source, WHOLE);
      yield* checkReferences(source, WHOLE);
    }
  }
}

function* checkVariable(variable: Field): Iterable<SchemaViolation> {
  const name = variable.at('name');
  const source = variable.at('valueFrom');
  yield* nameSyntax(name, variableName, 'variable');
  if (name.value === '') yield missingField(name, 'the name of the variable');
  if (!source.isSet) return;
  if (!variable.at('value').isEmpty)
    yield notAllowed(source, {
      got: 'both value and valueFrom',
      expected: 'one of the two',
      fix: 'Remove one of the two.',
    });
  yield* exactlyOne(source, SOURCES);
  yield* checkReferences(source, KEYED);
  for (const kind of KEYED) {
    const key = source.at(kind, 'key');
    yield* nameSyntax(key, dataKey, 'key');
    if (key.value === '') yield missingField(key, 'the key whose value the variable gets');
  }
  yield* checkFieldReference(source.at('fieldRef'), VARIABLE_FIELDS);
  yield* checkResourceReference(source.at('resourceFieldRef'));
}

/** Reports references to a ConfigMap or Secret without its name, or with one that cannot exist. */
function* checkReferences(source: Field, fields: readonly string[]): Iterable<SchemaViolation> {
  for (const field of fields) {
    const name = source.at(field, 'name');
    const kind = field.startsWith('secret') ? 'Secret' : 'ConfigMap';
    if (source.at(field).isSet && name.isEmpty) yield missingField(name, `the name of the ${kind}`);
    yield* nameOf(name, dnsSubdomain, `a ${kind}`);
  }
}
