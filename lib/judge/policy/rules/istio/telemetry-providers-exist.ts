import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { TELEMETRY } from '../../../model/istio/traffic-kinds.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const example = (name: string) => `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: default, namespace: istio-system }
spec: { tracing: [{ providers: [{ name: ${name} }], randomSamplingPercentage: 10 }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data:
  mesh: |
    extensionProviders:
      - { name: jaeger, opentelemetry: { service: jaeger.tracing.svc.cluster.local, port: 4317 } }
`;

/** Providers that every mesh has. */
const BUILT_IN = ['prometheus', 'stackdriver', 'envoy'];

/** What is missing without a provider. */
const EFFECTS = {
  tracing: 'No trace is sent.',
  accessLogging: 'No log is sent.',
  metrics: 'No metric is sent.',
} as const;

interface TelemetryEntry {
  readonly kind: keyof typeof EFFECTS;
  readonly entry: Field;
}

export default defineRule<TelemetryEntry>({
  id: 'istio/telemetry-providers-exist',
  severity: 'error',
  scope: 'object',
  summary: 'The mesh configuration declares every provider that a Telemetry names.',
  rationale:
    'A provider that extensionProviders does not declare sends nothing, and nor does an entry without a provider if there is no default: traces and logs are missing, and nothing reports why.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0157/',
  appliesTo: [TELEMETRY],
  reads: ['ConfigMap', 'install.istio.io/IstioOperator', 'sailoperator.io/Istio', 'sailoperator.io/IstioRevision'],
  passes: example('jaeger'),
  fails: example('zipkin'),
  about: (resource) =>
    (['tracing', 'accessLogging', 'metrics'] as const).flatMap((kind) =>
      Field.of(resource)
        .at('spec', kind)
        .items.map((entry) => ({ kind, entry })),
    ),
  *check({ kind, entry }, cluster) {
    const installs = installsOf(cluster);
    if (installs.length === 0) {
      yield notJudged('no control plane of Istio is among the files');
      return;
    }
    const declared = installs
      .flatMap(({ meshConfig }) => meshConfig.at('extensionProviders').items)
      .flatMap((provider) => provider.at('name').text ?? []);
    const known = [...BUILT_IN, ...declared];
    const place = listed(installs.map(({ resource }) => objectLabel(resource.object)));
    const providers = entry.at('providers');
    const isOff = entry.at('disabled').value === true || entry.at('disableSpanReporting').value === true;
    const hasDefault = installs.some(({ meshConfig }) => meshConfig.at('defaultProviders', kind).items.length > 0);
    if (kind === 'accessLogging' && providers.items.length === 0 && !isOff && !hasDefault) {
      yield providers.violation({
        got: `nothing, and ${place} sets no defaultProviders.${kind}`,
        expected: `one of ${listed(known)}`,
        effect: 'Nothing is logged.',
        fix: 'Name a provider.',
      });
    }
    for (const name of providers.items.map((provider) => provider.at('name'))) {
      if (name.text === undefined || known.includes(name.text)) continue;
      yield name.violation({
        expected: `one of ${listed(known)}, which ${place} declares or every mesh has`,
        effect: EFFECTS[kind],
        fix: `Declare the provider in extensionProviders of ${place}, or correct the name.`,
      });
    }
  },
});
