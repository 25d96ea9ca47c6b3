import { Field } from '../../../manifest/field.js';
import type { Resource } from '../../../manifest/resource.js';

/** One entry of an EnvoyFilter's `spec.configPatches`. */
export interface EnvoyPatch {
  readonly field: Field;
  readonly applyTo: string;
  readonly operation: string;
  readonly context: string;
  /** Name of the filter that is inserted, or that the match looks for. */
  readonly filter: string;
  /** Name of the HTTP filter that the match looks for within the HTTP connection manager. */
  readonly subFilter: string | undefined;
  /** Port of the listener that the match looks for; for inbound patches one of the container. */
  readonly port: number | undefined;
  readonly proxyVersion: string | undefined;
}

export function patchesOf(envoyFilter: Resource): readonly EnvoyPatch[] {
  return Field.of(envoyFilter)
    .at('spec', 'configPatches')
    .items.map((field) => {
      const matched = field.at('match', 'listener', 'filterChain', 'filter');
      const subFilter = matched.at('subFilter', 'name').text;
      return {
        field,
        applyTo: field.at('applyTo').text ?? '',
        operation: field.at('patch', 'operation').text ?? '',
        context: field.at('match', 'context').text ?? 'ANY',
        filter: field.at('patch', 'value', 'name').text ?? subFilter ?? matched.at('name').text ?? '',
        subFilter,
        port: field.at('match', 'listener', 'portNumber').number,
        proxyVersion: field.at('match', 'proxy', 'proxyVersion').text || undefined,
      };
    });
}
