import { at } from '../../../manifest/field-path.js';
import type { Json } from '../../../manifest/object.js';
import { listAt, numberAt, objectAt, stringAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';

/** One entry of an EnvoyFilter's `spec.configPatches`. */
export interface EnvoyPatch {
  readonly path: string;
  readonly applyTo: string;
  readonly operation: string;
  readonly context: string;
  /** Name of what is put in, or of what is looked for. */
  readonly filter: string;
  /** Name of the HTTP filter that the match looks for within the HTTP connection manager. */
  readonly subFilter: string | undefined;
  /** Port of the listener that the match looks for; for inbound patches one of the container. */
  readonly port: number | undefined;
  readonly proxyVersion: string | undefined;
  readonly value: Json | undefined;
}

export function patchesOf({ object }: Resource): readonly EnvoyPatch[] {
  return listAt(object, 'spec', 'configPatches').map((entry, index) => {
    const matched = objectAt(entry, 'match', 'listener', 'filterChain', 'filter');
    const subFilter = stringAt(matched, 'subFilter', 'name');
    return {
      path: at('spec', 'configPatches', index),
      applyTo: stringAt(entry, 'applyTo') ?? '',
      operation: stringAt(entry, 'patch', 'operation') ?? '',
      context: stringAt(entry, 'match', 'context') ?? 'ANY',
      filter: stringAt(entry, 'patch', 'value', 'name') ?? subFilter ?? stringAt(matched, 'name') ?? '',
      subFilter,
      port: numberAt(entry, 'match', 'listener', 'portNumber'),
      proxyVersion: stringAt(entry, 'match', 'proxy', 'proxyVersion') || undefined,
      value: valueAt(entry, 'patch', 'value'),
    };
  });
}
