import type { JsonObject } from '../../../manifest/object.js';
import { formatPath, type Segments } from '../field-path.js';
import { mapping, mappings } from '../fields.js';
import type { Verdict } from '../verdict.js';
import { containersOf, podSpecPath, podTemplate } from './pod-templates.js';

interface Item {
  readonly at: Segments;
  readonly item: JsonObject;
}

function items(holder: JsonObject, at: Segments, list: string): Item[] {
  return mappings(holder[list]).map(([position, item]) => ({ at: [...at, list, position], item }));
}

/** Reports each item whose key an earlier one has. An item that lacks the first field of the key has no key. */
function repeated(list: readonly Item[], key: readonly [string, ...string[]], defaults: JsonObject = {}): Verdict[] {
  const seen = new Map<string, Segments>();
  const verdicts: Verdict[] = [];
  for (const { at, item } of list) {
    if (item[key[0]] === undefined) continue;
    const values = key.map((field) => item[field] ?? defaults[field] ?? '');
    const text = JSON.stringify(values);
    const first = seen.get(text);
    if (first === undefined) seen.set(text, at);
    else
      verdicts.push({
        rule: 'schema/duplicate-key',
        at: [...at, key[0]],
        got: `${values.map((value) => JSON.stringify(value)).join(' and ')} again`,
        expected: `a ${key.join(' and ')} that ${formatPath(first)} does not have`,
        fix: 'Rename or remove one of the two.',
      });
  }
  return verdicts;
}

/** Entries of keyed lists that share a key. */
export function checkDuplicates(object: JsonObject): Verdict[] {
  const spec = mapping(object['spec']);
  const pod = podTemplate(object);
  const verdicts: Verdict[] = [];
  if (object['apiVersion'] === 'v1' && object['kind'] === 'Service') {
    const ports = items(spec, ['spec'], 'ports');
    verdicts.push(...repeated(ports, ['name']), ...repeated(ports, ['port', 'protocol'], { protocol: 'TCP' }));
  }
  if (pod === undefined) return verdicts;
  const containers = containersOf(pod).map(({ at, container }) => ({ at, item: container }));
  verdicts.push(...repeated(containers, ['name']), ...repeated(items(pod.spec, podSpecPath(pod), 'volumes'), ['name']));
  for (const { at, item } of containers)
    verdicts.push(
      ...repeated(items(item, at, 'env'), ['name']),
      ...repeated(items(item, at, 'ports'), ['name']),
      ...repeated(items(item, at, 'ports'), ['containerPort', 'protocol'], { protocol: 'TCP' }),
      ...repeated(items(item, at, 'volumeMounts'), ['mountPath']),
    );
  const claims = mappings(spec['volumeClaimTemplates']).map(([position, claim]) => ({
    at: ['spec', 'volumeClaimTemplates', position, 'metadata'],
    item: mapping(claim['metadata']),
  }));
  return [...verdicts, ...repeated(claims, ['name'])];
}
