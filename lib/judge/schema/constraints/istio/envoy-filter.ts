import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { atMostOne } from '../exactly-one.js';
import { labelsToSelect, ownNamespace } from './selection.js';
import { checkRegex } from './string-match.js';

const MATCHES = ['listener', 'routeConfiguration', 'cluster', 'waypoint'];
const MANAGER = ['envoy.filters.network.http_connection_manager', 'envoy.http_connection_manager'];
/** What part of the configuration a patch may match on, by what it applies to. */
const CLASSES: Readonly<Record<string, string>> = {
  LISTENER: 'listener',
  FILTER_CHAIN: 'listener',
  NETWORK_FILTER: 'listener',
  HTTP_FILTER: 'listener',
  ROUTE_CONFIGURATION: 'routeConfiguration',
  VIRTUAL_HOST: 'routeConfiguration',
  HTTP_ROUTE: 'routeConfiguration',
  CLUSTER: 'cluster',
};

/**
 * Patches that match nothing, or that have nothing to insert.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/
 */
export function* checkEnvoyFilter(spec: Field): Iterable<SchemaViolation> {
  yield* atMostOne(spec, ['workloadSelector', 'targetRefs']);
  yield* labelsToSelect(spec.at('workloadSelector', 'labels'));
  for (const target of spec.at('targetRefs').items) yield* ownNamespace(target);
  for (const entry of spec.at('configPatches').items) yield* checkEntry(entry);
}

function* checkEntry(entry: Field): Iterable<SchemaViolation> {
  const match = entry.at('match');
  const context = match.at('context').value ?? 'ANY';
  const waypoint = match.at('waypoint');
  yield* atMostOne(match, MATCHES);
  if (context === 'WAYPOINT') {
    if (!waypoint.isSet) yield missingField(waypoint, 'what to match of a waypoint, for the context WAYPOINT');
    return;
  }
  if (waypoint.isSet)
    yield notAllowed(waypoint, {
      got: `waypoint, with ${context}`,
      expected: 'context: WAYPOINT',
      fix: 'Set the context.',
    });
  if (isUnset(entry.at('applyTo'))) yield missingField(entry.at('applyTo'), 'what to patch');
  yield* checkPatch(entry.at('patch'));
  if (!entry.at('patch').isSet) return;
  const version = match.at('proxy', 'proxyVersion');
  if (!version.isEmpty) yield* checkRegex(version);
  yield* checkClass(match, String(entry.at('applyTo').value));
}

function* checkPatch(patch: Field): Iterable<SchemaViolation> {
  const operation = patch.at('operation');
  if (!patch.isSet) yield missingField(patch, 'what to change');
  else if (isUnset(operation)) yield missingField(operation, 'how to change it');
  else if (operation.value !== 'REMOVE' && !patch.at('value').isSet)
    yield missingField(patch.at('value'), `the configuration to insert, for ${operation.value}`);
}

/** Whether a field of an enumeration has no value, or the one that Envoy's API has for it. */
function isUnset({ value }: Field): boolean {
  return value === undefined || value === 'INVALID';
}

function* checkClass(match: Field, applyTo: string): Iterable<SchemaViolation> {
  const expected = Object.hasOwn(CLASSES, applyTo) ? CLASSES[applyTo] : undefined;
  const given = MATCHES.find((field) => match.at(field).isSet);
  if (expected === undefined || given === undefined) return;
  if (given !== expected) {
    yield notAllowed(match.at(given), {
      got: `${given}, for ${applyTo}`,
      expected: `${expected}, the part that ${applyTo} patches`,
      fix: `Use ${expected}.`,
    });
    return;
  }
  const filter = match.at('listener', 'filterChain', 'filter');
  if (filter.isSet) yield* checkFilter(filter, applyTo);
}

function* checkFilter(filter: Field, applyTo: string): Iterable<SchemaViolation> {
  const name = filter.at('name');
  const subFilter = filter.at('subFilter');
  if (name.isEmpty) yield missingField(name, 'the name of the filter to match');
  if (name.isEmpty || !subFilter.isSet) return;
  if (applyTo !== 'HTTP_FILTER')
    yield notAllowed(subFilter, {
      got: `a subFilter, for ${applyTo}`,
      expected: 'HTTP_FILTER as applyTo',
      fix: 'Set applyTo, or remove it.',
    });
  else if (name.text !== undefined && !MANAGER.includes(name.text))
    yield notAllowed(name, { expected: `"${MANAGER[0]}", which has HTTP filters`, fix: 'Name it.' });
  else if (subFilter.at('name').isEmpty)
    yield missingField(subFilter.at('name'), 'the name of the HTTP filter to match');
}
