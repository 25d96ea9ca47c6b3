import { at } from '../../../../manifest/field-path.js';
import { listAt } from '../../../../manifest/read.js';
import { TELEMETRY } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/telemetry-entries-are-read',
  severity: 'warning',
  scope: 'object',
  summary: 'A Telemetry has one entry for tracing, with one provider.',
  rationale:
    'A proxy sends its spans to one place. istiod accepts more entries and providers, warns, and follows one: the other collector stays empty.',
  source: 'https://istio.io/latest/docs/reference/config/telemetry/#Tracing',
  appliesTo: [TELEMETRY],
  passes: example('[{ name: jaeger }]'),
  fails: example('[{ name: jaeger }, { name: zipkin }]'),
  *check({ object }) {
    const entries = listAt(object, 'spec', 'tracing');
    if (entries.length > 1) {
      yield {
        path: 'spec.tracing',
        got: `${entries.length} entries`,
        expected: 'one entry',
        fix: 'Join them: as it is, one is followed, and what the others ask for is not done.',
      };
    }
    for (const [index, entry] of entries.entries()) {
      const providers = listAt(entry, 'providers').length;
      if (providers < 2) continue;
      yield {
        path: at('spec', 'tracing', index, 'providers'),
        got: `${providers} providers`,
        expected: 'one provider',
        fix: 'Name one, and let a collector pass the spans on: as it is, one gets them, and the others nothing.',
      };
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
