import { CORE_SCHEMA, load } from 'js-yaml';
import { type Diagnostic, sortDiagnostics } from '../../diagnostic.js';
import { identityOf, type Json } from '../../manifest/object.js';
import { isObject, objectAt, shown, stringAt } from '../../manifest/read.js';
import type { Finding } from '../finding.js';

/** Lets one rule pass on one object until a day, for a reason that someone stands for. */
export interface Waiver {
  /** Rule id. */
  readonly rule: string;
  readonly object: {
    readonly cluster: string;
    readonly kind: string;
    /** Empty for a cluster-scoped object. */
    readonly namespace: string;
    readonly name: string;
  };
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Last day on which it holds, as `YYYY-MM-DD`. */
  readonly expires: string;
}

/** Waivers that were read, and what is wrong with those that could not be. */
export interface ParsedWaivers {
  readonly waivers: readonly Waiver[];
  readonly problems: readonly Diagnostic[];
}

/** What waivers leave of a list of findings. */
export interface WaivedFindings {
  readonly findings: readonly Finding[];
  readonly waived: readonly Finding[];
  /** Waivers that have expired or that no finding needs. */
  readonly problems: readonly Diagnostic[];
}

/** Reads a waiver file: a mapping with the list `waivers`. */
export function parseWaivers(text: string, file: string): ParsedWaivers {
  let root: Json;
  try {
    root = load(text, { schema: CORE_SCHEMA }) as Json;
  } catch (error) {
    const got = `no valid YAML (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`;
    return {
      waivers: [],
      problems: [{ where: file, got, expected: 'a mapping with the list `waivers`', fix: 'Correct the file.' }],
    };
  }
  const list = isObject(root) ? root['waivers'] : undefined;
  if (!isObject(root) || !Array.isArray(list) || Object.keys(root).length > 1) {
    const expected = 'a mapping with the list `waivers` and nothing else';
    return {
      waivers: [],
      problems: [{ where: file, got: 'something else', expected, fix: 'Put every waiver below `waivers:`.' }],
    };
  }
  const problems: Diagnostic[] = [];
  const waivers = list.flatMap((entry, index) => parseWaiver(entry, `${file}: waivers[${index}]`, problems));
  return { waivers, problems: sortDiagnostics(problems) };
}

const FIELDS = ['rule', 'object', 'reason', 'owner', 'expires'];
const OBJECT_FIELDS = ['cluster', 'kind', 'namespace', 'name'];

function parseWaiver(entry: Json, where: string, problems: Diagnostic[]): Waiver[] {
  const before = problems.length;
  const text = (source: Json | undefined, field: string, path: string): string => {
    const value = stringAt(source, field)?.trim() ?? '';
    if (value === '') {
      const got = shown(isObject(source) ? source[field] : undefined);
      problems.push({ where: `${where}.${path}${field}`, got, expected: 'text', fix: `State the ${field}.` });
    }
    return value;
  };
  const strangers = (source: Json | undefined, known: readonly string[], path: string): void => {
    for (const key of isObject(source) ? Object.keys(source) : []) {
      if (known.includes(key)) continue;
      problems.push({
        where: `${where}${path}`,
        got: `a mapping with ${key}`,
        expected: known.join(', '),
        fix: `Remove ${key}.`,
      });
    }
  };
  strangers(entry, FIELDS, '');
  const object = objectAt(entry, 'object');
  strangers(object, OBJECT_FIELDS, '.object');
  const waiver: Waiver = {
    rule: text(entry, 'rule', ''),
    object: {
      cluster: text(object, 'cluster', 'object.'),
      kind: text(object, 'kind', 'object.'),
      namespace: stringAt(object, 'namespace') ?? '',
      name: text(object, 'name', 'object.'),
    },
    reason: text(entry, 'reason', ''),
    owner: text(entry, 'owner', ''),
    expires: text(entry, 'expires', ''),
  };
  if (waiver.expires !== '' && !isDay(waiver.expires)) {
    problems.push({
      where: `${where}.expires`,
      got: waiver.expires,
      expected: 'a day of the calendar as YYYY-MM-DD',
      fix: 'Write the last day on which the waiver holds.',
    });
  }
  return problems.length === before ? [waiver] : [];
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * Takes the waived findings out.
 *
 * @param today the day to compare with, as `YYYY-MM-DD`
 * @param rules ids of the rules that ran; a waiver of another rule is not called unused. All rules by default.
 */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  today: string,
  rules?: ReadonlySet<string>,
): WaivedFindings {
  const problems: Diagnostic[] = [];
  const inForce = new Map<string, Waiver>();
  for (const waiver of waivers) {
    if (waiver.expires >= today) inForce.set(waiverKey(waiver), waiver);
    else {
      problems.push({
        where: labelOf(waiver),
        got: `expired since ${waiver.expires}`,
        expected: 'a waiver that still holds',
        fix: `Mend the object and remove the waiver, or let ${waiver.owner} decide on a later day.`,
      });
    }
  }
  const used = new Set<string>();
  const left: Finding[] = [];
  const waived: Finding[] = [];
  for (const finding of findings) {
    const key = findingKey(finding);
    if (inForce.has(key)) {
      used.add(key);
      waived.push(finding);
    } else left.push(finding);
  }
  for (const [key, waiver] of inForce) {
    if (used.has(key) || (rules !== undefined && !rules.has(waiver.rule))) continue;
    problems.push({
      where: labelOf(waiver),
      got: 'used by no finding',
      expected: 'a finding that needs it',
      fix: 'Remove the waiver, or correct its rule and object.',
    });
  }
  return { findings: left, waived, problems: sortDiagnostics(problems) };
}

function labelOf({ rule, object: { cluster, kind, namespace, name } }: Waiver): string {
  return `waiver of ${rule} for ${kind} ${namespace === '' ? name : `${namespace}/${name}`} in ${cluster}`;
}

function waiverKey({ rule, object: { cluster, kind, namespace, name } }: Waiver): string {
  return JSON.stringify([rule, cluster, kind, namespace, name]);
}

function findingKey({ rule, cluster, resource }: Finding): string {
  const { kind, namespace, name } = identityOf(resource.object);
  return JSON.stringify([rule, cluster, kind, namespace, name]);
}
