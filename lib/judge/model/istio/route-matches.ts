import { isMapping } from '../../../formats/mapping.js';
import type { Json } from '../../../manifest/object.js';
import { type Found, listAt, valueAt } from '../../../manifest/read.js';
import { covers } from './hosts.js';
import type { RouteRule } from './virtual-services.js';

/** A match that no request reaches, because an earlier one matches all its requests. */
export interface Shadowed {
  /** Index of the match in its rule. */
  readonly match: number;
  /** Index of the rule, in its list, that has the earlier match. */
  readonly by: number;
}

/** What keeps requests from one rule. */
export interface Shadow {
  readonly rule: RouteRule;
  readonly matches: readonly Shadowed[];
  /** Whether no request is left for the rule. */
  readonly whole: boolean;
}

/** The rules of one list with matches that are shadowed by earlier ones. */
export function shadowsIn(rules: readonly RouteRule[]): readonly Shadow[] {
  const shadows: Shadow[] = [];
  for (const [index, rule] of rules.entries()) {
    const matches = matchesOf(rule);
    const shadowed = matches.flatMap((match, position) => {
      const by = shadowerOf(rules, index, position, match);
      return by === undefined ? [] : [{ match: position, by }];
    });
    if (shadowed.length === 0) continue;
    const whole = shadowed.length === matches.length && shadowed.every(({ by }) => by < index);
    shadows.push({ rule, matches: shadowed, whole });
  }
  return shadows;
}

function shadowerOf(rules: readonly RouteRule[], index: number, position: number, match: Json): number | undefined {
  const found = rules.slice(0, index + 1).findIndex((earlier, place) => {
    const matches = matchesOf(earlier);
    return (place === index ? matches.slice(0, position) : matches).some((each) => coversMatch(each, match));
  });
  return found < 0 ? undefined : found;
}

/** The matches of a rule, of which any is enough; a rule without matches takes every request. */
function matchesOf({ field }: RouteRule): readonly Json[] {
  const matches = listAt(field.value, 'match');
  return matches.length === 0 ? [{}] : matches;
}

/** Whether every request that meets `inner` surely meets `outer`. */
function coversMatch(outer: Json, inner: Json): boolean {
  if (!isMapping(outer) || !isMapping(inner)) return false;
  return Object.entries(outer).every(([field, wanted]) => {
    const given = valueAt(inner, field);
    switch (field) {
      case 'name':
      case 'statPrefix':
      case 'ignoreUriCase':
        return true;
      case 'uri':
        return coversPath(outer, inner);
      case 'scheme':
      case 'method':
      case 'authority':
        return coversText(wanted, given);
      case 'headers':
      case 'queryParams':
        return everyEntry(wanted, (key, value) => coversText(value, valueAt(given, key)));
      case 'withoutHeaders':
      case 'sourceLabels':
        return everyEntry(wanted, (key, value) => same(value, valueAt(given, key)));
      case 'sniHosts':
        return everyItem(given, (host) => Array.isArray(wanted) && wanted.some((each) => coversName(each, host)));
      case 'gateways':
      case 'destinationSubnets':
        return everyItem(given, (item) => Array.isArray(wanted) && wanted.some((each) => same(each, item)));
      default:
        return same(wanted, given);
    }
  });
}

function coversPath(outer: Found, inner: Found): boolean {
  const ignoresCase = valueAt(outer, 'ignoreUriCase') === true;
  const uri = valueAt(outer, 'uri');
  if (same(uri, { prefix: '/' })) return true;
  if (!ignoresCase && valueAt(inner, 'ignoreUriCase') === true) return false;
  return coversText(uri, valueAt(inner, 'uri'), ignoresCase);
}

function coversText(outer: Found, inner: Found, ignoresCase = false): boolean {
  if (!isMapping(outer)) return false;
  const [kind, wanted] = Object.entries(outer)[0] ?? [];
  // A mapping without entries asks only that the field is present.
  if (kind === undefined) return inner !== undefined;
  if (same(outer, inner)) return true;
  if (kind !== 'prefix' || typeof wanted !== 'string') return false;
  const text = valueAt(inner, 'exact') ?? valueAt(inner, 'prefix');
  if (typeof text !== 'string') return false;
  return ignoresCase ? text.toLowerCase().startsWith(wanted.toLowerCase()) : text.startsWith(wanted);
}

function everyEntry(value: Found, holds: (key: string, value: Json) => boolean): boolean {
  return isMapping(value) && Object.entries(value).every(([key, item]) => holds(key, item));
}

function everyItem(value: Found, holds: (item: Json) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(holds);
}

function coversName(pattern: Json, name: Json): boolean {
  return typeof pattern === 'string' && typeof name === 'string' && covers(pattern, name);
}

function same(a: Found, b: Found): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
