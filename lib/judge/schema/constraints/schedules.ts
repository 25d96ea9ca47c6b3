import { parseGoDuration } from '../../../formats/go-duration.js';
import type { JsonObject } from '../../../manifest/object.js';
import { mapping } from '../fields.js';
import { refused, type Verdict } from '../verdict.js';

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Words for the numbers from `least` on. */
  readonly words: readonly string[];
}

const FIELDS: readonly Field[] = [
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
export function checkSchedules(object: JsonObject): Verdict[] {
  const { schedule } = mapping(object['spec']);
  if (object['kind'] !== 'CronJob' || typeof schedule !== 'string') return [];
  const reason = faultOf(schedule.replace(ZONE, '').trim());
  if (reason === undefined) return [];
  const expected = 'minute, hour, day of the month, month and day of the week, or @daily and the like';
  return [refused(['spec', 'schedule'], `${JSON.stringify(schedule)}, ${reason}`, expected, 'Correct the schedule.')];
}

function faultOf(schedule: string): string | undefined {
  if (schedule.startsWith('@')) {
    return NAMED.test(schedule) || isInterval(schedule) ? undefined : 'which is no known word';
  }
  const parts = schedule.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== FIELDS.length) return `which has ${parts.length} fields`;
  const wrong = FIELDS.find((field, index) => !(parts[index] ?? '').split(',').every((part) => isRange(part, field)));
  return wrong && `whose ${wrong.name} is not ${wrong.least} to ${wrong.most}`;
}

function isInterval(schedule: string): boolean {
  return schedule.startsWith(EVERY) && (parseGoDuration(schedule.slice(EVERY.length)) ?? -1) >= 0;
}

function isRange(text: string, field: Field): boolean {
  const [range = '', step, ...more] = text.split('/');
  if (more.length > 0 || (step !== undefined && !(/^\d+$/.test(step) && Number(step) > 0))) return false;
  if (range === '*' || range === '?') return true;
  const ends = range.split('-').map((end) => numberOf(end, field));
  const [from = Number.NaN, to = from] = ends;
  return ends.length <= 2 && from >= field.least && to <= field.most && from <= to;
}

function numberOf(text: string, { least, words }: Field): number {
  if (/^\d+$/.test(text)) return Number(text);
  const index = words.indexOf(text.toLowerCase());
  return index < 0 ? Number.NaN : least + index;
}
