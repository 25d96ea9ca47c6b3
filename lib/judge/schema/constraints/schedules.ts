import { parseGoDuration } from '../../../formats/go-duration.js';
import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../violation.js';

interface Column {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Words for the numbers from `least` on. */
  readonly words: readonly string[];
}

const COLUMNS: readonly Column[] = [
  { name: 'minute', least: 0, most: 59, words: [] },
  { name: 'hour', least: 0, most: 23, words: [] },
  { name: 'day of the month', least: 1, most: 31, words: [] },
  {
    name: 'month',
    least: 1,
    most: 12,
    words: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { name: 'day of the week', least: 0, most: 6, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];
const NAMED = /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/;
const EVERY = '@every ';
const ZONE = /^(?:CRON_)?TZ=\S+\s+/;

/**
 * Schedules of CronJobs that cannot be read.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function* checkSchedules(object: Field, kind: string): Iterable<SchemaViolation> {
  if (kind !== 'batch/v1/CronJob') return;
  const schedule = object.at('spec', 'schedule');
  const reason = schedule.text === undefined ? undefined : faultOf(schedule.text.replace(ZONE, '').trim());
  if (reason !== undefined)
    yield notAllowed(schedule, {
      got: `${schedule.quoted}, ${reason}`,
      expected: 'minute, hour, day of the month, month and day of the week, or a word such as @daily',
      fix: 'Correct the schedule.',
    });
}

function faultOf(schedule: string): string | undefined {
  if (schedule.startsWith('@')) {
    return NAMED.test(schedule) || isInterval(schedule) ? undefined : 'which is an unknown word';
  }
  const parts = schedule.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== COLUMNS.length) return `which has ${parts.length} fields`;
  const wrong = COLUMNS.find(
    (column, index) => !(parts[index] ?? '').split(',').every((part) => isRange(part, column)),
  );
  return wrong && `whose ${wrong.name} is not ${wrong.least} to ${wrong.most}`;
}

function isInterval(schedule: string): boolean {
  return schedule.startsWith(EVERY) && (parseGoDuration(schedule.slice(EVERY.length)) ?? -1) >= 0;
}

function isRange(text: string, column: Column): boolean {
  const [range = '', step, ...more] = text.split('/');
  if (more.length > 0 || (step !== undefined && !(/^\d+$/.test(step) && Number(step) > 0))) return false;
  if (range === '*' || range === '?') return true;
  const ends = range.split('-').map((end) => numberOf(end, column));
  const [from = Number.NaN, to = from] = ends;
  return ends.length <= 2 && from >= column.least && to <= column.most && from <= to;
}

function numberOf(text: string, { least, words }: Column): number {
  if (/^\d+$/.test(text)) return Number(text);
  const index = words.indexOf(text.toLowerCase());
  return index < 0 ? Number.NaN : least + index;
}
