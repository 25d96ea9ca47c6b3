import type { Violation } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { rulesOfHost, subsetsOf } from '../../../model/istio/destination-rules.js';
import {
  isKnownNamespace,
  isWildcard,
  type KnownHost,
  knownHosts,
  lookUpHost,
  serviceNamed,
  whyUnknown,
} from '../../../model/istio/hosts.js';
import { exportScopes, seenFrom } from '../../../model/istio/scopes.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import {
  type Destination,
  destinationsOfRule,
  gatewayNamesOf,
  gatewayNamespaces,
  routeRules,
  whyGatewaysUnknown,
} from '../../../model/istio/virtual-services.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged, type Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const example = (destination: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: apps }
spec: { hosts: [web], http: [{ route: [{ destination: ${destination} }] }] }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: apps }
spec: { host: web, subsets: [{ name: v1, labels: { version: v1 } }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }, { name: http-admin, port: 81 }] }
`;

interface RoutedDestination {
  readonly destination: Destination;
  /** Namespaces of the gateways that follow the route. */
  readonly gateways: readonly string[];
  /** Why further gateways may follow it; undefined if none do. */
  readonly unknown: string | undefined;
}

export default defineRule<RoutedDestination>({
  id: 'istio/destinations-exist',
  severity: 'error',
  scope: 'object',
  summary: 'Every destination of a VirtualService is a host, a port and a subset that the mesh knows.',
  rationale:
    'Requests to a host or subset that no proxy knows are answered with 503 (NC or NR), and mirrored requests are silently lost.',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination',
  appliesTo: [VIRTUAL_SERVICE],
  reads: [
    ...POD_KINDS,
    'Namespace',
    'Service',
    'networking.istio.io/DestinationRule',
    'networking.istio.io/Gateway',
    'networking.istio.io/ServiceEntry',
  ],
  passes: example('{ host: web, port: { number: 80 }, subset: v1 }'),
  fails: example('{ host: wbe, port: { number: 80 } }'),
  about: (resource, cluster) =>
    routeRules(resource).flatMap((rule) => {
      const names = gatewayNamesOf(rule);
      const gateways = gatewayNamespaces(resource, cluster, names);
      const unknown = whyGatewaysUnknown(resource, cluster, names);
      return destinationsOfRule(rule).map((destination) => ({ destination, gateways, unknown }));
    }),
  *check(routed, cluster) {
    const { destination } = routed;
    const [known] = lookUpHost(cluster, destination.host, namespaceOf(destination.field.resource));
    if (known !== undefined) {
      yield* portFaults(destination, known);
      yield* subsetFaults(routed, cluster);
      return;
    }
    const unknown = whyUnknown(cluster, destination.host);
    if (unknown === undefined) {
      yield absent(destination, cluster);
    } else {
      yield notJudged(unknown);
      yield* subsetFaults(routed, cluster);
    }
  },
});

const effectOf = ({ mirrored }: Destination) =>
  mirrored ? 'The mirrored requests are silently lost.' : 'Requests that are routed there are answered with 503.';

function absent(destination: Destination, cluster: ClusterIndex): Violation {
  const { field, written, host } = destination;
  const from = namespaceOf(field.resource);
  const hidden = knownHosts(cluster).find((known) => known.host === host);
  const service = serviceNamed(host);
  const namesake = cluster.ofKind('Service').find(({ object }) => object.metadata.name === service?.name);
  const got = host === written ? written : `${written}, which means ${host}`;
  const common = { expected: 'a Service, or a host of a ServiceEntry', effect: effectOf(destination) };
  if (hidden !== undefined) {
    const owner = objectLabel(hidden.resource.object);
    return field.at('host').violation({
      ...common,
      got: `${got} and is not exported to namespace ${from} by ${owner}`,
      fix: `Add ${from} to the exportTo of ${owner}.`,
    });
  }
  return field.at('host').violation({
    ...common,
    got,
    fix:
      namesake === undefined
        ? 'Correct the name, or add the Service or ServiceEntry.'
        : `Write the full name if ${objectLabel(namesake.object)} is meant. Istio completes a name without dots with namespace ${from}, and does not complete a name with dots.`,
  });
}

function* portFaults(destination: Destination, known: KnownHost): Iterable<Outcome> {
  const { field, port, written } = destination;
  const label = objectLabel(known.resource.object);
  const numbers = known.ports.map(({ number }) => number);
  if (port === undefined) {
    if (numbers.length < 2) return;
    yield field.at('port').violation({
      got: `nothing, while ${label} has the ports ${listed(numbers)}`,
      expected: 'one of these ports',
      effect: `Istio does not choose among several ports. ${effectOf(destination)}`,
      fix: 'Set port.number.',
    });
  } else if (numbers.length > 0 && !numbers.includes(port)) {
    yield field.at('port', 'number').violation({
      got: `${port}, which ${written} does not have`,
      expected: `a port of ${label}: ${listed(numbers)}`,
      effect: effectOf(destination),
      fix: 'Use the port of the Service, not that of the container.',
    });
  }
}

function* subsetFaults(
  { destination, gateways, unknown }: RoutedDestination,
  cluster: ClusterIndex,
): Iterable<Outcome> {
  const { host, field, subset } = destination;
  if (subset === undefined || isWildcard(host)) return;
  const rules = rulesOfHost(cluster, host);
  const owners = rules.filter((rule) => subsetsOf(rule).some(({ name }) => name === subset));
  const labels = (found: readonly Resource[]) => listed(found.map(({ object }) => objectLabel(object)));
  if (owners.length > 0) {
    if (unknown !== undefined && owners.every((rule) => exportScopes(rule) !== '*')) {
      yield notJudged(unknown, field.at('subset'));
    }
    for (const namespace of gateways) {
      if (owners.some((rule) => seenFrom(exportScopes(rule), namespace))) continue;
      yield field.at('subset').violation({
        got: `${subset} of ${labels(owners)}, which is not exported to namespace ${namespace} of the gateway`,
        expected: `exportTo with ${namespace}`,
        effect: `The gateway does not know the subset. ${effectOf(destination)}`,
        fix: `Export the DestinationRule to ${namespace}.`,
      });
    }
    return;
  }
  const service = serviceNamed(host);
  // A DestinationRule of the host may belong to a team whose objects are not here.
  if (rules.length === 0 && (service === undefined || !isKnownNamespace(cluster, service.namespace))) {
    yield notJudged(`no DestinationRule of ${host} is among the files`);
    return;
  }
  const names = rules.flatMap((rule) => subsetsOf(rule).map(({ name }) => name));
  yield field.at('subset').violation({
    expected:
      rules.length === 0
        ? `a subset of a DestinationRule of ${host}, which has none`
        : `a subset of ${labels(rules)}: ${listed(names) || 'none'}`,
    effect: effectOf(destination),
    fix: `Define the subset in the DestinationRule of ${host}.`,
  });
}
