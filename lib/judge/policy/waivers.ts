import { CORE_SCHEMA, load } from 'js-yaml';
import { type Diagnostic, sortDiagnostics } from '../../diagnostic.js';
import { isMapping } from '../../formats/mapping.js';
import { list, optional, options, read } from '../../input/shape.js';
import { accepted, anyText, anything, text } from '../../input/values.js';
import { identityOf } from '../../manifest/object.js';
import type { Finding } from '../finding.js';

/** An exception from one rule for one object, until a day, with a reason and an owner. */
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
  /** Who is responsible for it. */
  readonly owner: string;
  /** Last day on which it is valid, as `YYYY-MM-DD`. */
  readonly expires: string;
}

/** Waivers that were read, and the faults of the others. */
export interface ParsedWaivers {
  readonly waivers: readonly Waiver[];
  readonly problems: readonly Diagnostic[];
}

/** A list of findings after waivers. */
export interface WaivedFindings {
  readonly findings: readonly Finding[];
  readonly waived: readonly Finding[];
  /** Waivers that have expired or that no finding needs. */
  readonly problems: readonly Diagnostic[];
}

const DAY = accepted<string>(
  'a day of the calendar as YYYY-MM-DD',
  (value) => typeof value === 'string' && isDay(value),
);

/** A waiver in its file; the namespace of a cluster-scoped object is absent. */
interface WaiverEntry extends Omit<Waiver, 'object'> {
  readonly object: Omit<Waiver['object'], 'namespace'> & { readonly namespace?: string };
}

const WAIVER = options<WaiverEntry>({
  rule: text(),
  object: options<WaiverEntry['object']>({ cluster: text(), kind: text(), namespace: optional(anyText), name: text() }),
  reason: text(),
  owner: text(),
  expires: DAY,
});
const FILE = options<{ readonly waivers: readonly unknown[] }>({ waivers: list(anything()) });

/** Reads a waiver file: a mapping with the list `waivers`. A waiver with a fault is skipped, the others apply. */
export function parseWaivers(text: string, file: string): ParsedWaivers {
  let root: unknown;
  try {
    root = load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    const got = `not valid YAML (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`;
    return { waivers: [], problems: [{ where: file, got, expected: FILE.expected, fix: 'Correct the file.' }] };
  }
  const { faults } = read(root, FILE);
  // Faults of the file and of its waivers are reported together.
  const listed = isMapping(root) && Array.isArray(root['waivers']) ? root['waivers'] : [];
  const entries = Array.from(listed, (entry: unknown, index) => read(entry, WAIVER, `waivers[${index}]`));
  return {
    waivers: entries.flatMap((entry) => (entry.value === undefined ? [] : [waiverOf(entry.value)])),
    problems: sortDiagnostics(
      [...faults, ...entries.flatMap((entry) => entry.faults)].map((fault) => ({ where: file, ...fault })),
    ),
  };
}

function waiverOf({ object: { namespace = '', ...object }, ...entry }: WaiverEntry): Waiver {
  return { ...entry, object: { ...object, namespace } };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * Separates the waived findings.
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
        expected: 'a waiver that is still valid',
        fix: `Fix the object and remove the waiver, or have ${waiver.owner} extend it.`,
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
