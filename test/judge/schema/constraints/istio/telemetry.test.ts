import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('telemetries', () => {
  const findings = findingsOnSpec('telemetry.istio.io/v1', 'Telemetry');

  test.each([
    [
      'selector: { matchLabels: { a: b } }, targetRef: { kind: Service, name: a }',
      [
        'value-not-allowed spec: a mapping with selector and targetRef -> at most one of selector, targetRef, targetRefs | Keep one of them, and remove the others.',
      ],
    ],
    [
      'metrics: [{ overrides: [{ match: { metric: ALL_METRICS, customMetric: a } }] }]',
      [
        'value-not-allowed spec.metrics[0].overrides[0].match: a mapping with metric and customMetric -> at most one of metric, customMetric | Keep one of them, and remove the others.',
      ],
    ],
    [
      'metrics: [{ overrides: [{ tagOverrides: { a: { operation: REMOVE, value: b } } }] }]',
      [
        'value-not-allowed spec.metrics[0].overrides[0].tagOverrides.a.value: a value, with REMOVE -> nothing, because the tag is removed | Remove it, or use UPSERT.',
      ],
    ],
    [
      'metrics: [{ overrides: [{ tagOverrides: { a: {} } }] }]',
      [
        'missing-field spec.metrics[0].overrides[0].tagOverrides.a.value: nothing -> an expression for the value of the tag | Add "value", an expression for the value of the tag.',
      ],
    ],
    [
      'metrics: [{ reportingInterval: 0s }]',
      [
        'value-not-allowed spec.metrics[0].reportingInterval: "0s" -> a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m | Write a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m.',
      ],
    ],
    [
      'metrics: [{ providers: [{ name: "" }] }]',
      ['value-not-allowed spec.metrics[0].providers[0].name: "" -> at least 1 character | Use at least 1 character.'],
    ],
    [
      'tracing: [{ customTags: { a: { literal: { value: b }, header: { name: c } } } }]',
      [
        'value-not-allowed spec.tracing[0].customTags.a: a mapping with literal and header -> at most one of literal, environment, header, formatter | Keep one of them, and remove the others.',
      ],
    ],
    [
      'tracing: [{ customTags: { "": { literal: { value: b } } } }]',
      ['value-not-allowed spec.tracing[0].customTags[""]: a tag without a name -> the name of a tag | Name the tag.'],
    ],
    [
      'tracing: [{ randomSamplingPercentage: 101 }]',
      ['value-not-allowed spec.tracing[0].randomSamplingPercentage: 101 -> at most 100 | Use at most 100.'],
    ],
    [
      'accessLogging: [{ filter: { expression: "a == (b" } }]',
      [
        'value-not-allowed spec.accessLogging[0].filter.expression: "a == (b" -> a CEL expression | Close its brackets and quotes.',
      ],
    ],
    [
      'accessLogging: [{ filter: { expression: "a == b)" } }]',
      [
        'value-not-allowed spec.accessLogging[0].filter.expression: "a == b)" -> a CEL expression | Close its brackets and quotes.',
      ],
    ],
    [
      `accessLogging: [{ filter: { expression: "a == 'b" } }]`,
      [
        `value-not-allowed spec.accessLogging[0].filter.expression: "a == 'b" -> a CEL expression | Close its brackets and quotes.`,
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [
      'metrics: [{ overrides: [{ match: { metric: REQUEST_COUNT }, tagOverrides: { a: { value: b }, c: { operation: REMOVE } } }] }], tracing: [{ randomSamplingPercentage: 0.5, customTags: { a: { literal: { value: b } } } }], accessLogging: [{ providers: [{ name: envoy }], filter: { expression: "response.code >= 400 && a[\'(\'] == \\"b\\"" } }]',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});
