import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { atMostOne } from '../exactly-one.js';
import { policyTargets } from './selection.js';

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const TAG_SOURCES = ['literal', 'environment', 'header', 'formatter'];

/**
 * Tags and metrics that say nothing.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/
 */
export function checkTelemetry(spec: JsonObject): Verdict[] {
  return [
    ...policyTargets(spec),
    ...mappings(spec['metrics']).flatMap(([index, metrics]) =>
      mappings(metrics['overrides']).flatMap(([position, override]) =>
        overrideVerdicts(['spec', 'metrics', index, 'overrides', position], override),
      ),
    ),
    ...mappings(spec['accessLogging']).flatMap(([index, { filter }]) =>
      expressionVerdicts(['spec', 'accessLogging', index, 'filter', 'expression'], mapping(filter)['expression']),
    ),
    ...mappings(spec['tracing']).flatMap(([index, { customTags }]) =>
      Object.entries(mapping(customTags)).flatMap(([name, tag]) =>
        tagVerdicts(['spec', 'tracing', index, 'customTags', name], name, mapping(tag)),
      ),
    ),
  ];
}

function overrideVerdicts(at: Segments, { match, tagOverrides }: JsonObject): Verdict[] {
  const verdicts = atMostOne([...at, 'match'], mapping(match), ['metric', 'customMetric']);
  for (const [name, override] of Object.entries(mapping(tagOverrides))) {
    const { operation = 'UPSERT', value } = mapping(override);
    const place = [...at, 'tagOverrides', name, 'value'];
    if (operation === 'REMOVE' && isSet(value))
      verdicts.push(refused(place, 'a value, with REMOVE', 'nothing, for the tag goes', 'Remove it, or use UPSERT.'));
    if (operation === 'UPSERT' && isEmpty(value))
      verdicts.push(missing(place, 'an expression for the value of the tag'));
  }
  return verdicts;
}

function tagVerdicts(at: Segments, name: string, tag: JsonObject): Verdict[] {
  const verdicts = atMostOne(at, tag, TAG_SOURCES);
  if (name === '') verdicts.push(refused(at, 'a tag without a name', 'the name of a tag', 'Name the tag.'));
  return verdicts;
}

/** Reports an expression whose brackets or quotes do not close; the rest is for a CEL compiler to judge. */
function expressionVerdicts(at: Segments, expression: unknown): Verdict[] {
  if (typeof expression !== 'string' || expression === '') return [];
  const bare = expression.replace(/'(\\.|[^'\\])*'|"(\\.|[^"\\])*"/gs, '');
  const open: string[] = [];
  for (const character of bare) {
    if (Object.hasOwn(CLOSING, character)) open.push(CLOSING[character] ?? '');
    else if (/[)\]}]/.test(character) && open.pop() !== character) open.push('nothing');
  }
  if (open.length === 0 && !/['"]/.test(bare)) return [];
  return [refused(at, JSON.stringify(expression), 'a CEL expression', 'Close its brackets and quotes.')];
}
