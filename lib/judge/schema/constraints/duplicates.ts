import type { Field } from '../../../manifest/field.js';
import type { JsonObject } from '../../../manifest/object.js';
import { duplicateKey, type SchemaViolation } from '../violation.js';
import type { PodTemplate } from './pod-template.js';

/** Reports each item whose key an earlier one has. An item without the first field of the key has no key. */
export function* repeated(
  items: readonly Field[],
  key: readonly [string, ...string[]],
  defaults: JsonObject = {},
): Iterable<SchemaViolation> {
  if (items.length < 2) return;
  const seen = new Map<string, Field>();
  for (const item of items) {
    if (item.at(key[0]).value === undefined) continue;
    const values = key.map((name) => JSON.stringify(item.at(name).value ?? defaults[name] ?? ''));
    const text = values.join(' and ');
    const first = seen.get(text);
    if (first === undefined) seen.set(text, item);
    else
      yield duplicateKey(item.at(key[0]), `a ${key.join(' and ')} that ${first.path} does not have`, {
        got: `${text} again`,
      });
  }
}

/** Ports of a Service that share a name, or a number and protocol. */
export function* checkServiceDuplicates(object: Field, kind: string): Iterable<SchemaViolation> {
  if (kind !== 'v1/Service') return;
  const ports = object.at('spec', 'ports').items;
  yield* repeated(ports, ['name']);
  yield* repeated(ports, ['port', 'protocol'], { protocol: 'TCP' });
}

/** Entries of a pod's keyed lists that share a key. */
export function* checkPodDuplicates({ object, spec, containers }: PodTemplate): Iterable<SchemaViolation> {
  yield* repeated(containers, ['name']);
  yield* repeated(spec.at('volumes').items, ['name']);
  yield* repeated(spec.at('topologySpreadConstraints').items, ['topologyKey', 'whenUnsatisfiable']);
  for (const container of containers) {
    const ports = container.at('ports').items;
    yield* repeated(container.at('env').items, ['name']);
    yield* repeated(ports, ['name']);
    yield* repeated(ports, ['containerPort', 'protocol'], { protocol: 'TCP' });
    yield* repeated(container.at('volumeMounts').items, ['mountPath']);
  }
  const claims = object.at('spec', 'volumeClaimTemplates').items;
  yield* repeated(
    claims.map((claim) => claim.at('metadata')),
    ['name'],
  );
}
