import { Field } from '../../../manifest/field.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import { covers, qualified, serviceHost } from '../../model/istio/hosts.js';
import { runsIstio } from '../../model/istio/injection.js';
import { INSTALL_KINDS, installsOf } from '../../model/istio/mesh-config.js';
import { namespaceOf, POD_KINDS } from '../../model/pods/pod.js';
import type { Change } from '../change.js';

const NEWS = 'https://istio.io/latest/news/releases';
const UPGRADE_1_31 = `${NEWS}/1.31.x/announcing-1.31/upgrade-notes/`;
const CHANGES_1_31 = `${NEWS}/1.31.x/announcing-1.31/change-notes/`;
const UPGRADE_1_32 = `${NEWS}/1.32.x/announcing-1.32/upgrade-notes/`;
const CHANGES_1_32 = `${NEWS}/1.32.x/announcing-1.32/change-notes/`;

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
const GATEWAY = 'gateway.networking.k8s.io/Gateway';
const RETIRED = /^(?:gcr\.io\/istio-release|registry\.istio\.io)(?:\/|$)/;

/** What releases of Istio change for objects that their schemas accept. */
export const ISTIO_CHANGES: readonly Change[] = [
  {
    id: 'istio/registries-are-retired',
    project: 'istio',
    since: '1.31',
    weight: 'behavior',
    kinds: [...POD_KINDS, ...INSTALL_KINDS],
    concerns: (object, cluster) =>
      [
        ...(cluster.podOf(object.resource)?.containers ?? []).map(({ field }) => field.at('image')),
        ...installs(object, cluster).map(({ values }) => values.at('global', 'hub')),
      ].filter(({ text }) => RETIRED.test(text ?? '')),
    what: 'Images from 1.31 on are not published to gcr.io/istio-release and registry.istio.io, and upstream retires both.',
    effect: 'Nodes cannot pull the image.',
    action: 'Use docker.io/istio, or a mirror of it.',
    source: UPGRADE_1_31,
  },
  {
    id: 'istio/unready-endpoints-are-sent',
    project: 'istio',
    since: '1.31',
    weight: 'behavior',
    kinds: INSTALL_KINDS,
    concerns: (object, cluster) => variables(object, cluster, 'PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS', isUnset),
    what: 'Proxies also get endpoints that are not ready, except of hosts whose DestinationRule has a minHealthPercent.',
    effect:
      'No proxy sends requests to them, but metrics and failover between localities count them as unhealthy members.',
    action:
      'Check alerts on envoy_cluster_membership_healthy. To keep the old behavior, set pilot.env.PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS to "false".',
    source: UPGRADE_1_31,
  },
  {
    id: 'istio/gateways-merge-within-a-namespace',
    project: 'istio',
    since: '1.31',
    weight: 'behavior',
    kinds: ['networking.istio.io/Gateway'],
    concerns: (object, cluster) => {
      const selected = object.at('spec', 'selector', GATEWAY_NAME);
      const { text = '', resource } = selected;
      const named = cluster.ofKind(GATEWAY).filter((gateway) => gateway.object.metadata.name === text);
      const isElsewhere = named.every((gateway) => namespaceOf(gateway) !== namespaceOf(resource));
      return named.length > 0 && isElsewhere && !keepsBehavior(cluster) ? [selected] : [];
    },
    what: 'A Gateway of Istio is not merged into the pods of a Gateway of the Gateway API in another namespace.',
    effect: 'Its servers are gone, and what they served is unreachable.',
    action:
      'Move it to the namespace of the Gateway that owns the pods, or set pilot.env.PILOT_ENABLE_STRICT_GATEWAY_MERGING to "false".',
    source: CHANGES_1_31,
  },
  {
    id: 'istio/routes-without-backends-answer-500',
    project: 'istio',
    since: '1.31',
    weight: 'behavior',
    kinds: ['gateway.networking.k8s.io/HTTPRoute'],
    concerns: (object, cluster) =>
      runsIstio(cluster)
        ? object
            .all('spec.rules[*]')
            .filter((rule) => rule.at('backendRefs').isEmpty && !redirects(rule))
            .map((rule) => rule.at('backendRefs'))
        : [],
    what: 'A route without backends answers 500 instead of 404.',
    effect: 'Clients and alerts see server errors.',
    action: 'Give the rule a backend, or remove it.',
    source: CHANGES_1_31,
  },
  {
    id: 'istio/destination-rules-beat-backend-tls',
    project: 'istio',
    since: '1.31',
    weight: 'behavior',
    kinds: ['gateway.networking.k8s.io/BackendTLSPolicy'],
    concerns: (object, cluster) =>
      object.all('spec.targetRefs[*]').filter((target) => hasTlsRule(target, cluster) && runsIstio(cluster)),
    what: 'Fields of a DestinationRule apply before those of a BackendTLSPolicy for the same host, whichever is older.',
    effect: 'The TLS settings of the policy lose to those of the DestinationRule.',
    action: 'Say in one of the two how the backend is reached.',
    source: CHANGES_1_31,
  },
  {
    id: 'istio/gateway-spans-are-always-made',
    project: 'istio',
    since: '1.31',
    weight: 'behavior',
    kinds: INSTALL_KINDS,
    concerns: (object, cluster) =>
      variables(object, cluster, 'PILOT_SPAWN_UPSTREAM_SPAN_FOR_GATEWAY', (value) => value.text === 'false'),
    what: 'istiod ignores PILOT_SPAWN_UPSTREAM_SPAN_FOR_GATEWAY.',
    effect: 'Gateways make a span for each request to a backend, so that traces have more spans.',
    action: 'Remove the variable, and check the cost of tracing.',
    source: UPGRADE_1_31,
  },
  {
    id: 'istio/tokens-can-be-required',
    project: 'istio',
    since: '1.32',
    weight: 'new',
    kinds: ['security.istio.io/RequestAuthentication'],
    concerns: (object) => object.all('spec.jwtRules[*]').filter((rule) => !rule.at('presence').isSet),
    what: 'jwtRules have a field presence. REQUIRED denies requests without the token; the default accepts them.',
    action:
      'Set presence to REQUIRED after the upgrade, unless an AuthorizationPolicy requires the principal of the token already.',
    source: 'https://istio.io/latest/docs/reference/config/security/request_authentication/',
  },
  {
    id: 'istio/allow-filters-are-renamed',
    project: 'istio',
    since: '1.32',
    weight: 'behavior',
    kinds: ['networking.istio.io/EnvoyFilter'],
    concerns: (object, cluster) =>
      object
        .all('spec.configPatches[*].match')
        .filter((match) => !['SIDECAR_INBOUND', 'SIDECAR_OUTBOUND'].includes(match.at('context').text ?? ''))
        .map((match) => match.at('listener', 'filterChain', 'filter', 'subFilter', 'name'))
        .filter(({ text }) => text === 'envoy.filters.http.rbac' && mayAuthorizeRoutes(cluster)),
    what: 'With ENABLE_GATEWAY_API_HTTPROUTE_AUTH, the filter of ALLOW policies on gateways is istio.authorization.allow.',
    effect: 'The patch does not apply to that filter, and INSERT operations drop what they insert, without a warning.',
    action: 'Add a patch that matches istio.authorization.allow, or leave the variable off.',
    source: UPGRADE_1_32,
  },
  {
    id: 'istio/openshift-uses-nftables',
    project: 'istio',
    since: '1.32',
    weight: 'behavior',
    kinds: INSTALL_KINDS,
    concerns: (object, cluster) =>
      installs(object, cluster)
        .filter(({ values }) => values.at('global', 'platform').text === 'openshift')
        .map(({ values }) => values.at('global', 'nativeNftables'))
        .filter(({ isSet }) => !isSet),
    what: 'On OpenShift, traffic is redirected by nftables instead of iptables.',
    effect: 'Pods get other rules once they restart.',
    action: 'Test it on one node pool, or set global.nativeNftables to false.',
    source: CHANGES_1_32,
  },
];

function installs(object: Field, cluster: ClusterIndex) {
  return installsOf(cluster).filter(({ resource }) => resource === object.resource);
}

/** The variables of istiod that have such a value, in installs that do not ask for the behavior of a release before 1.31. */
function variables(
  object: Field,
  cluster: ClusterIndex,
  name: string,
  isMeant: (value: Field) => boolean,
): readonly Field[] {
  if (keepsBehavior(cluster)) return [];
  return installs(object, cluster)
    .filter(({ fillsDefaults }) => fillsDefaults)
    .map(({ values }) => values.at('pilot', 'env', name))
    .filter(isMeant);
}

function isUnset({ isSet }: Field): boolean {
  return !isSet;
}

/** Whether the chart's value compatibilityVersion asks for the behavior of another release. */
function keepsBehavior(cluster: ClusterIndex): boolean {
  return installsOf(cluster).some(({ values }) => values.at('compatibilityVersion').text?.startsWith('1.') === true);
}

function redirects(rule: Field): boolean {
  return rule.all('filters[*].type').some(({ text }) => text === 'RequestRedirect');
}

/** Whether a DestinationRule sets TLS for the Service that a policy targets. */
function hasTlsRule(target: Field, cluster: ClusterIndex): boolean {
  const host = serviceHost(target.at('name').text ?? '', namespaceOf(target.resource));
  return cluster.ofKind('networking.istio.io/DestinationRule').some((resource) => {
    const rule = Field.of(resource);
    const isFor = covers(qualified(rule.at('spec', 'host').text ?? '', namespaceOf(resource)), host);
    return isFor && rule.at('spec', 'trafficPolicy', 'tls').isSet;
  });
}

/** Unless an install says otherwise, nobody knows whether istiod has the variable. */
function mayAuthorizeRoutes(cluster: ClusterIndex): boolean {
  const all = installsOf(cluster);
  return (
    all.length === 0 ||
    all.some(({ values }) => values.at('pilot', 'env', 'ENABLE_GATEWAY_API_HTTPROUTE_AUTH').text === 'true')
  );
}
