import { Field } from '../../../../manifest/field.js';
import { readYaml } from '../../../../manifest/kube-yaml.js';
import { objectLabel } from '../../../../manifest/object.js';
import { type Found, numberAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type AccessRule, conditionsOf, rulesOf, says, sourcesOf } from '../../../model/istio/access-rules.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { AUTHORIZATION_POLICY, podsSelectedBy } from '../../../model/istio/selectors.js';
import { exposureOf } from '../../../model/network/exposure.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged, type Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<Field>({
  id: 'istio/address-rules-see-client-addresses',
  severity: 'warning',
  scope: 'object',
  summary: 'Policies by address apply to proxies that see the address of the caller.',
  rationale:
    'The remote address comes from X-Forwarded-For, counted from its end by numTrustedProxies: without that number it is the address of the last hop, or one that the caller wrote. The address of the connection is that of a node where a Service forwards connections between nodes.',
  source: 'https://istio.io/latest/docs/tasks/security/authorization/authz-ingress/',
  appliesTo: [AUTHORIZATION_POLICY],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'Service',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('{ gatewayTopology: { numTrustedProxies: 1 } }'),
  fails: example('{}'),
  about: (policy) => rulesOf(policy).flatMap((rule) => [...remoteAddresses(rule), ...connectionAddresses(rule)]),
  *check(field, cluster) {
    const pods = podsSelectedBy(field.resource, cluster);
    yield* field.path.endsWith('.ipBlocks')
      ? connectionFaults(field, pods, cluster)
      : remoteFaults(field, pods, cluster);
  },
});

function remoteAddresses(rule: AccessRule): readonly Field[] {
  return [
    ...sourcesOf(rule).flatMap((source) => (says(source, 'remoteIpBlocks') ? [source.at('remoteIpBlocks')] : [])),
    ...conditionsOf(rule).flatMap(({ field, key }) => (key === 'remote.ip' ? [field] : [])),
  ];
}

function connectionAddresses(rule: AccessRule): readonly Field[] {
  return sourcesOf(rule).flatMap((source) => (says(source, 'ipBlocks') ? [source.at('ipBlocks')] : []));
}

function* remoteFaults(field: Field, pods: readonly PodTemplate[], cluster: ClusterIndex): Iterable<Outcome> {
  const untold = pods.find((pod) => !knowsItsProxies(pod, cluster));
  if (untold === undefined && pods.length > 0) return;
  yield field.violation({
    got: `remote addresses, with no numTrustedProxies for ${untold?.resource.object.metadata.name ?? 'the proxies that enforce the policy'}${installsOf(cluster).length === 0 ? ' in these files' : ''}`,
    expected: 'gatewayTopology.numTrustedProxies for them',
    effect: 'The address may be one that the caller chose.',
    fix: 'Set it to the number of proxies in front of the gateway, in meshConfig.defaultConfig or in proxy.istio.io/config of the gateway.',
  });
}

function* connectionFaults(field: Field, pods: readonly PodTemplate[], cluster: ClusterIndex): Iterable<Outcome> {
  const services = pods.flatMap((pod) => cluster.servicesOf(pod));
  const hiding = services.find(hidesAddresses);
  if (hiding !== undefined) {
    yield field.violation({
      got: `addresses of callers, which ${objectLabel(hiding.object)} may replace with those of nodes`,
      expected: 'externalTrafficPolicy: Local on the Service, or remoteIpBlocks with numTrustedProxies',
      effect: 'The proxy may see the address of a node for any caller.',
      fix: 'Set externalTrafficPolicy: Local.',
    });
  } else if (services.length === 0) {
    yield notJudged('no Service of pods that the policy selects is among the files');
  }
}

function knowsItsProxies(pod: PodTemplate, cluster: ClusterIndex): boolean {
  const own = settingsIn(pod.ownAnnotations['proxy.istio.io/config']);
  const settings = [own, ...installsOf(cluster).map(({ meshConfig }) => meshConfig.at('defaultConfig').value)];
  return settings.some((given) => (numberAt(given, 'gatewayTopology', 'numTrustedProxies') ?? 0) > 0);
}

function settingsIn(text = ''): Found {
  try {
    return readYaml(text)[0];
  } catch {
    return undefined;
  }
}

function hidesAddresses(service: Resource): boolean {
  const exposure = exposureOf(service);
  if (exposure !== 'LoadBalancer' && exposure !== 'NodePort') return false;
  return Field.of(service).at('spec', 'externalTrafficPolicy').text !== 'Local';
}

function example(settings: string): string {
  return `
apiVersion: v1
kind: Pod
metadata:
  name: gateway
  namespace: edge
  labels: { istio: ingressgateway }
  annotations: { proxy.istio.io/config: '${settings}' }
spec: { containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: gateway, namespace: edge }
spec:
  selector: { matchLabels: { istio: ingressgateway } }
  rules: [{ from: [{ source: { remoteIpBlocks: [192.0.2.0/24] } }] }]
`;
}
