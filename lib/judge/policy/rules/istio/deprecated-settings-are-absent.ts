import { at } from '../../../../manifest/field-path.js';
import type { Json } from '../../../../manifest/object.js';
import { isObject, listAt, objectAt, stringAt } from '../../../../manifest/read.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { DESTINATION_RULE, GATEWAY, SIDECAR, TELEMETRY, VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (field: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: apps }
spec: { host: web, trafficPolicy: { loadBalancer: { simple: LEAST_REQUEST, ${field} } } }
`;

/** Names of fields, below their parent, that Istio still reads, and what stands in their place. */
const OLD: Readonly<Record<string, string>> = {
  'delay.percent': 'percentage.value',
  'abort.percent': 'percentage.value',
  'delay.exponentialDelay': 'fixedDelay; istiod refuses exponentialDelay',
  '*.mirrorPercent': 'mirrors with percentage.value',
  '*.mirror_percent': 'mirrors with percentage.value',
  '*.mirrorPercentage': 'mirrors with percentage.value',
  'corsPolicy.allowOrigin': 'allowOrigins',
  'loadBalancer.warmupDurationSecs': 'warmup.duration',
  'outlierDetection.consecutiveErrors': 'consecutiveGatewayErrors or consecutive5xxErrors',
  'consistentHash.minimumRingSize': 'ringHash.minimumRingSize',
  'outboundTrafficPolicy.egressProxy': 'a VirtualService that routes to the egress gateway; it is ignored',
};

export default defineRule({
  id: 'istio/deprecated-settings-are-absent',
  severity: 'warning',
  scope: 'object',
  summary: 'No object uses a setting that Istio has replaced.',
  rationale: 'A setting that is replaced is ignored beside its successor, rounded, or gone with a release to come.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0002/',
  appliesTo: [
    VIRTUAL_SERVICE,
    DESTINATION_RULE,
    GATEWAY,
    SIDECAR,
    TELEMETRY,
    'rbac.istio.io/ClusterRbacConfig',
    'rbac.istio.io/RbacConfig',
    'rbac.istio.io/ServiceRole',
    'rbac.istio.io/ServiceRoleBinding',
    'apiextensions.k8s.io/CustomResourceDefinition',
  ],
  passes: example('warmup: { duration: 30s }'),
  fails: example('warmupDurationSecs: 30s'),
  *check(resource, cluster) {
    const { object } = resource;
    const removed = object.kind === 'CustomResourceDefinition' ? stringAt(object, 'spec', 'group') : object.apiVersion;
    if (removed?.startsWith('rbac.istio.io')) {
      yield {
        path: object.kind === 'CustomResourceDefinition' ? 'spec.group' : 'apiVersion',
        got: removed,
        expected: 'AuthorizationPolicy of security.istio.io/v1',
        fix: 'Write AuthorizationPolicies; nothing reads this kind any more, and what it was to forbid is open.',
      };
      return;
    }
    if (object.kind === 'CustomResourceDefinition') return;
    for (const { path, name, successor } of oldFields(object['spec'] ?? null, 'spec', 'spec')) {
      yield {
        path,
        got: name,
        expected: successor,
        fix: `Use ${successor.split(';')[0] ?? successor}.`,
      };
    }
    if (object.kind !== 'Telemetry') return;
    const lightstep = installsOf(cluster).flatMap(({ meshConfig }) =>
      listAt(meshConfig, 'extensionProviders').flatMap((provider) =>
        objectAt(provider, 'lightstep') === undefined ? [] : [stringAt(provider, 'name')],
      ),
    );
    for (const [index, tracing] of listAt(object, 'spec', 'tracing').entries()) {
      for (const [position, provider] of listAt(tracing, 'providers').entries()) {
        const name = stringAt(provider, 'name');
        if (name === undefined || !lightstep.includes(name)) continue;
        yield {
          path: at('spec', 'tracing', index, 'providers', position, 'name'),
          got: `${name}, a provider of Lightstep`,
          expected: 'a provider of OpenTelemetry',
          fix: 'Declare an opentelemetry provider; the proxy no longer speaks to Lightstep, and no trace is sent.',
        };
      }
    }
  },
});

interface OldField {
  readonly path: string;
  readonly name: string;
  readonly successor: string;
}

function oldFields(value: Json, path: string, parent: string): readonly OldField[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => oldFields(item, at(path, index), parent));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const place = at(path, name);
    const key = [`${parent}.${name}`, `*.${name}`].find((each) => Object.hasOwn(OLD, each));
    const successor = OLD[key ?? ''];
    return successor === undefined ? oldFields(item, place, name) : [{ path: place, name, successor }];
  });
}
