import { Field } from '../../../../manifest/field.js';
import { TELEMETRY } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

export default defineRule<Field>({
  id: 'istio/telemetry-has-one-tracing-provider',
  severity: 'warning',
  scope: 'object',
  summary: 'A Telemetry has one entry for tracing, with one provider.',
  rationale:
    'A proxy sends its spans to one place. istiod accepts more entries and providers with a warning, and follows one: the other collector gets nothing.',
  source: 'https://istio.io/latest/docs/reference/config/telemetry/#Tracing',
  appliesTo: [TELEMETRY],
  passes: example('[{ name: jaeger }]'),
  fails: example('[{ name: jaeger }, { name: zipkin }]'),
  about: (resource) => [Field.of(resource).at('spec', 'tracing')].filter(({ items }) => items.length > 0),
  *check(tracing) {
    if (tracing.items.length > 1) {
      yield tracing.violation({
        got: `${tracing.items.length} entries`,
        expected: 'one entry',
        effect: 'Istio follows one of them and ignores the others.',
        fix: 'Merge them.',
      });
    }
    for (const providers of tracing.items.map((entry) => entry.at('providers'))) {
      if (providers.items.length < 2) continue;
      yield providers.violation({
        got: `${providers.items.length} providers`,
        expected: 'one provider',
        effect: 'One of them gets the spans, and the others get nothing.',
        fix: 'Name one, and let a collector forward the spans.',
      });
    }
  },
});

function example(providers: string): string {
  return `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: default, namespace: istio-system }
spec: { tracing: [{ providers: ${providers} }] }
`;
}
