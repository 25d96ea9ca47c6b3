import { dataKey, variableName } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { exactlyOne } from './exactly-one.js';
import type { PodTemplate } from './pod-template.js';
import { nameSyntax } from './syntax.js';

const SOURCES = ['configMapKeyRef', 'fieldRef', 'resourceFieldRef', 'secretKeyRef'];
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
  for (const kind of KEYED) yield* nameSyntax(source.at(kind, 'key'), dataKey, 'key');
}

/** Reports references to a ConfigMap or Secret without its name. */
function* checkReferences(source: Field, fields: readonly string[]): Iterable<SchemaViolation> {
  for (const field of fields) {
    const name = source.at(field, 'name');
    if (source.at(field).isSet && name.isEmpty)
      yield missingField(name, `the name of the ${field.startsWith('secret') ? 'Secret' : 'ConfigMap'}`);
  }
}
