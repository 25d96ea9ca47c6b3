import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { booleanAt, listAt, stringAt } from '../../../../manifest/read.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { TELEMETRY } from '../../../model/istio/traffic-kinds.js';
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
const FIELDS = ['tracing', 'accessLogging', 'metrics'] as const;

export default defineRule({
  id: 'istio/telemetry-providers-exist',
  severity: 'error',
  scope: 'object',
  summary: 'Every provider that a Telemetry names is declared in the settings of the mesh.',
  rationale:
    'A provider that extensionProviders does not declare, and none where no default is set, sends nothing: traces and logs are missing, and nothing tells why.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0157/',
  appliesTo: [TELEMETRY],
  passes: example('jaeger'),
  fails: example('zipkin'),
  *check(resource, cluster) {
    const installs = installsOf(cluster);
    // The settings of the mesh may be installed from somewhere else.
    if (installs.length === 0) return;
    const declared = installs.flatMap((each) =>
      listAt(each.meshConfig, 'extensionProviders').flatMap((provider) => stringAt(provider, 'name') ?? []),
    );
    const known = [...BUILT_IN, ...declared];
    const place = listed(installs.map((each) => objectLabel(each.resource.object)));
    for (const field of FIELDS) {
      const defaults = installs.some((each) => listAt(each.meshConfig, 'defaultProviders', field).length > 0);
      for (const [index, entry] of listAt(resource.object, 'spec', field).entries()) {
        const path = at('spec', field, index, 'providers');
        const off = booleanAt(entry, 'disabled') === true || booleanAt(entry, 'disableSpanReporting') === true;
        const names = listAt(entry, 'providers');
        if (names.length === 0 && !off && !defaults && field === 'accessLogging') {
          yield {
            path,
            got: `nothing, and ${place} sets no defaultProviders.${field}`,
            expected: `one of ${listed(known)}`,
            fix: 'Name a provider; as it is, nothing is logged.',
          };
        }
        for (const [position, provider] of names.entries()) {
          const name = stringAt(provider, 'name');
          if (name === undefined || known.includes(name)) continue;
          yield {
            path: at(path, position, 'name'),
            got: name,
            expected: `one of ${listed(known)}, which ${place} declares or every mesh has`,
            fix: `Declare the provider in extensionProviders of ${place}, or correct the name; as it is, no ${field === 'tracing' ? 'trace' : field === 'metrics' ? 'metric' : 'log'} is sent.`,
          };
        }
      }
    }
  },
});
