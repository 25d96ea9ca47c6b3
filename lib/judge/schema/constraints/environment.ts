import { dataKey, variableName } from '../../../formats/name-syntax.js';
import type { JsonObject } from '../../../manifest/object.js';
import type { Segments } from '../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../fields.js';
import { missing, refused, type Verdict } from '../verdict.js';
import { syntaxVerdict } from './containers.js';
import { exactlyOne } from './exactly-one.js';
import { containersOf, podTemplate } from './pod-templates.js';

const SOURCES = ['configMapKeyRef', 'fieldRef', 'resourceFieldRef', 'secretKeyRef'];
const KEYED = ['configMapKeyRef', 'secretKeyRef'];
const WHOLE = ['configMapRef', 'secretRef'];

/**
 * Environment variables with no source, with several, or with one that names nothing.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables
 */
export function checkEnvironment(object: JsonObject): Verdict[] {
  const pod = podTemplate(object);
  if (pod === undefined) return [];
  return containersOf(pod).flatMap(({ at, container }) => [
    ...mappings(container['env']).flatMap(([index, variable]) => variableVerdicts([...at, 'env', index], variable)),
    ...mappings(container['envFrom']).flatMap(([index, source]) => [
      ...exactlyOne([...at, 'envFrom', index], source, WHOLE),
      ...namelessVerdicts([...at, 'envFrom', index], source, WHOLE),
    ]),
  ]);
}

function variableVerdicts(at: Segments, { name, value, valueFrom }: JsonObject): Verdict[] {
  const verdicts = syntaxVerdict([...at, 'name'], name, variableName, 'variable');
  if (name === '') verdicts.push(missing([...at, 'name'], 'the name of the variable'));
  if (!isSet(valueFrom)) return verdicts;
  if (!isEmpty(value))
    verdicts.push(
      refused([...at, 'valueFrom'], 'both value and valueFrom', 'one of the two', 'Remove one of the two.'),
    );
  const source = mapping(valueFrom);
  verdicts.push(...exactlyOne([...at, 'valueFrom'], source, SOURCES));
  verdicts.push(...namelessVerdicts([...at, 'valueFrom'], source, KEYED));
  for (const kind of KEYED) {
    const { key } = mapping(source[kind]);
    verdicts.push(...syntaxVerdict([...at, 'valueFrom', kind, 'key'], key, dataKey, 'key'));
  }
  return verdicts;
}

function namelessVerdicts(at: Segments, holder: JsonObject, kinds: readonly string[]): Verdict[] {
  return kinds
    .filter((kind) => isSet(holder[kind]) && isEmpty(mapping(holder[kind])['name']))
    .map((kind) =>
      missing([...at, kind, 'name'], `the name of the ${kind.startsWith('secret') ? 'Secret' : 'ConfigMap'}`),
    );
}
