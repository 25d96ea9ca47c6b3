import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { DESTINATION_RULE, GATEWAY, SIDECAR, TELEMETRY, VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { kindOf } from '../../../model/pods/pod.js';
import { notJudged, type Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const example = (field: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: apps }
spec: { host: web, trafficPolicy: { loadBalancer: { simple: LEAST_REQUEST, ${field} } } }
`;

/** Names of fields, below their parent, that Istio still reads, and what replaces them. */
const OLD: Readonly<Record<string, string>> = {
  'delay.percent': 'percentage.value',
  'abort.percent': 'percentage.value',
  'delay.exponentialDelay': 'fixedDelay; istiod rejects exponentialDelay',
  '*.mirrorPercent': 'mirrors with percentage.value',
  '*.mirror_percent': 'mirrors with percentage.value',
  '*.mirrorPercentage': 'mirrors with percentage.value',
  'corsPolicy.allowOrigin': 'allowOrigins',
  'loadBalancer.warmupDurationSecs': 'warmup.duration',
  'outlierDetection.consecutiveErrors': 'consecutiveGatewayErrors or consecutive5xxErrors',
  'consistentHash.minimumRingSize': 'ringHash.minimumRingSize',
  'outboundTrafficPolicy.egressProxy': 'a VirtualService that routes to the egress gateway; it is ignored',
};

const CRD = 'apiextensions.k8s.io/CustomResourceDefinition';

export default defineRule<Resource>({
  id: 'istio/deprecated-settings-are-absent',
  severity: 'warning',
  scope: 'object',
  summary: 'No object uses a setting that Istio has replaced.',
  rationale:
    'A replaced setting is ignored where its successor is set too, is rounded, or disappears in a later release.',
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
    CRD,
  ],
  reads: ['ConfigMap', 'install.istio.io/IstioOperator', 'sailoperator.io/Istio', 'sailoperator.io/IstioRevision'],
  passes: example('warmup: { duration: 30s }'),
  fails: example('warmupDurationSecs: 30s'),
  about: (resource) => (kindOf(resource.object) !== CRD || isRemoved(kindField(resource)) ? [resource] : []),
  *check(resource, cluster) {
    const kind = kindField(resource);
    if (isRemoved(kind)) {
      yield kind.violation({
        expected: 'AuthorizationPolicy of security.istio.io/v1',
        effect: 'Nothing reads this kind: what it was meant to forbid is allowed.',
        fix: 'Write AuthorizationPolicies instead.',
      });
      return;
    }
    for (const { field, name, successor } of oldFields(Field.of(resource).at('spec'), 'spec')) {
      yield field.violation({ got: name, expected: successor, fix: `Use ${successor.split(';')[0] ?? successor}.` });
    }
    if (resource.object.kind === 'Telemetry') yield* lightstepProviders(resource, cluster);
  },
});

/** The field that names the API group of an object, or of the kind that it defines. */
function kindField(resource: Resource): Field {
  const object = Field.of(resource);
  return kindOf(resource.object) === CRD ? object.at('spec', 'group') : object.at('apiVersion');
}

function isRemoved({ text = '' }: Field): boolean {
  return text.startsWith('rbac.istio.io');
}

function* lightstepProviders(telemetry: Resource, cluster: ClusterIndex): Iterable<Outcome> {
  const names = Field.of(telemetry)
    .at('spec', 'tracing')
    .items.flatMap((entry) => entry.at('providers').items)
    .map((provider) => provider.at('name'));
  const installs = installsOf(cluster);
  if (installs.length === 0 && names.length > 0) yield notJudged('no control plane of Istio is among the files');
  const lightstep = installs
    .flatMap(({ meshConfig }) => meshConfig.at('extensionProviders').items)
    .flatMap((provider) => (provider.at('lightstep').mapping === undefined ? [] : [provider.at('name').text]));
  for (const name of names) {
    if (name.text === undefined || !lightstep.includes(name.text)) continue;
    yield name.violation({
      got: `${name.text}, a Lightstep provider`,
      expected: 'an OpenTelemetry provider',
      effect: 'The proxy does not support Lightstep, and sends no traces.',
      fix: 'Declare an opentelemetry provider.',
    });
  }
}

interface OldField {
  readonly field: Field;
  readonly name: string;
  readonly successor: string;
}

function oldFields(field: Field, parent: string): readonly OldField[] {
  if (field.items.length > 0) return field.items.flatMap((item) => oldFields(item, parent));
  return field.entries.flatMap(([name, item]) => {
    const key = [`${parent}.${name}`, `*.${name}`].find((each) => Object.hasOwn(OLD, each));
    const successor = OLD[key ?? ''];
    return successor === undefined ? oldFields(item, name) : [{ field: item, name, successor }];
  });
}
