import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { atMostOne } from '../exactly-one.js';
import { foreignNamespace, labelsToSelect } from './selection.js';
import { regexVerdicts } from './string-match.js';

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
 * Patches that hit nothing, or that have nothing to put in.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/
 */
export function checkEnvoyFilter(spec: JsonObject): Verdict[] {
  const { configPatches, targetRefs, workloadSelector } = spec;
  return [
    ...atMostOne(['spec'], spec, ['workloadSelector', 'targetRefs']),
    ...labelsToSelect(['spec', 'workloadSelector', 'labels'], mapping(workloadSelector)['labels']),
    ...mappings(targetRefs).flatMap(([index, target]) => foreignNamespace(['spec', 'targetRefs', index], target)),
    ...mappings(configPatches).flatMap(([index, patch]) => patchVerdicts(['spec', 'configPatches', index], patch)),
  ];
}

function patchVerdicts(at: Segments, entry: JsonObject): Verdict[] {
  const { applyTo, patch } = entry;
  const match = mapping(entry['match']);
  const place = [...at, 'match'];
  const waypoint = match['context'] === 'WAYPOINT';
  const verdicts = atMostOne(place, match, MATCHES);
  if (waypoint && !isSet(match['waypoint']))
    verdicts.push(missing([...place, 'waypoint'], 'what to match of a waypoint, for the context WAYPOINT'));
  if (!waypoint && isSet(match['waypoint']))
    verdicts.push(
      refused(
        [...place, 'waypoint'],
        `waypoint, with ${match['context'] ?? 'ANY'}`,
        'context: WAYPOINT',
        'Set the context.',
      ),
    );
  if (waypoint) return verdicts;
  if (applyTo === undefined || applyTo === 'INVALID') verdicts.push(missing([...at, 'applyTo'], 'what to patch'));
  if (!isSet(patch)) return [...verdicts, missing([...at, 'patch'], 'what to change')];
  const { operation, value } = mapping(patch);
  if (operation === undefined || operation === 'INVALID')
    verdicts.push(missing([...at, 'patch', 'operation'], 'how to change it'));
  else if (operation !== 'REMOVE' && !isSet(value))
    verdicts.push(missing([...at, 'patch', 'value'], `the configuration to put in, for ${operation}`));
  const { proxyVersion } = mapping(match['proxy']);
  if (!isEmpty(proxyVersion)) verdicts.push(...regexVerdicts([...place, 'proxy', 'proxyVersion'], proxyVersion));
  return [...verdicts, ...classVerdicts(place, match, String(applyTo))];
}

function classVerdicts(at: Segments, match: JsonObject, applyTo: string): Verdict[] {
  const expected = Object.hasOwn(CLASSES, applyTo) ? CLASSES[applyTo] : undefined;
  if (expected === undefined) return [];
  const given = MATCHES.find((field) => isSet(match[field]));
  if (given === undefined) return [];
  if (given !== expected)
    return [
      refused(
        [...at, given],
        `${given}, for ${applyTo}`,
        `${expected}, the part where such things are`,
        `Use ${expected}.`,
      ),
    ];
  const filter = mapping(mapping(match['listener'])['filterChain'])['filter'];
  return isSet(filter) ? filterVerdicts([...at, 'listener', 'filterChain', 'filter'], mapping(filter), applyTo) : [];
}

function filterVerdicts(at: Segments, { name, subFilter }: JsonObject, applyTo: string): Verdict[] {
  if (isEmpty(name)) return [missing([...at, 'name'], 'the name of the filter to match')];
  if (!isSet(subFilter)) return [];
  const place = [...at, 'subFilter'];
  if (applyTo !== 'HTTP_FILTER')
    return [refused(place, `a subFilter, for ${applyTo}`, 'HTTP_FILTER as applyTo', 'Set applyTo, or remove it.')];
  if (typeof name === 'string' && !MANAGER.includes(name))
    return [refused([...at, 'name'], JSON.stringify(name), `"${MANAGER[0]}", which has HTTP filters`, 'Name it.')];
  return isEmpty(mapping(subFilter)['name'])
    ? [missing([...place, 'name'], 'the name of the HTTP filter to match')]
    : [];
}
