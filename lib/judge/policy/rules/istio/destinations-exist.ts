import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { rulesOfHost, subsetsOf } from '../../../model/istio/destination-rules.js';
import {
  isKnownNamespace,
  isSurelyAbsent,
  isWildcard,
  type KnownHost,
  knownHosts,
  lookUpHost,
  serviceNamed,
} from '../../../model/istio/hosts.js';
import { exportScopes, seenFrom } from '../../../model/istio/scopes.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import {
  type Destination,
  destinationsOfRule,
  gatewayNamesOf,
  gatewayNamespaces,
  routeRules,
} from '../../../model/istio/virtual-services.js';
import { namespaceOf } from '../../../model/pods/pod.js';
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

export default defineRule({
  id: 'istio/destinations-exist',
  severity: 'error',
  scope: 'object',
  summary: 'Every destination of a VirtualService is a host, a port and a subset that the mesh knows.',
  rationale:
    'Requests to a host or subset that no proxy knows are answered with 503 NC or NR, and mirrored ones are lost without a word.',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('{ host: web, port: { number: 80 }, subset: v1 }'),
  fails: example('{ host: wbe, port: { number: 80 } }'),
  *check(resource, cluster) {
    const from = namespaceOf(resource);
    const all = routeRules(resource).flatMap((rule) => {
      const gateways = gatewayNamespaces(resource, cluster, gatewayNamesOf(rule, resource));
      return destinationsOfRule(rule, from).map((destination) => ({ destination, gateways }));
    });
    for (const { destination, gateways } of all) {
      const [known] = lookUpHost(cluster, destination.host, from);
      if (known === undefined) {
        if (isSurelyAbsent(cluster, destination.host)) yield absent(destination, from, cluster);
        else yield* subsetReports(destination, gateways, cluster);
        continue;
      }
      yield* portReports(destination, known);
      yield* subsetReports(destination, gateways, cluster);
    }
  },
});

const effectOf = ({ mirrored }: Destination) =>
  mirrored ? 'the copies of requests are lost without a word' : 'requests that are routed there are answered with 503';

function absent(destination: Destination, from: string, cluster: ClusterIndex): Fault {
  const { path, written, host } = destination;
  const hidden = knownHosts(cluster).find((known) => known.host === host);
  const service = serviceNamed(host);
  const namesake = cluster.ofKind('Service').find(({ object }) => object.metadata.name === service?.name);
  const got = host === written ? written : `${written}, which stands for ${host}`;
  const common = { path: at(path, 'host'), expected: 'a Service, or a host of a ServiceEntry' };
  if (hidden !== undefined) {
    return {
      ...common,
      got: `${got} and is not exported to namespace ${from} by ${objectLabel(hidden.resource.object)}`,
      fix: `Add ${from} to the exportTo of ${objectLabel(hidden.resource.object)}; as it is, ${effectOf(destination)}.`,
    };
  }
  const where =
    namesake === undefined
      ? 'Correct the name, or add the Service or ServiceEntry'
      : `Write the full name if ${objectLabel(namesake.object)} is meant; a name without dots is completed with namespace ${from}, and one with dots is taken as it is`;
  return { ...common, got, fix: `${where}; as it is, ${effectOf(destination)}.` };
}

function* portReports(destination: Destination, known: KnownHost): Iterable<Fault> {
  const { path, port, written } = destination;
  const label = objectLabel(known.resource.object);
  const numbers = known.ports.map(({ number }) => number);
  if (port === undefined) {
    if (numbers.length < 2) return;
    yield {
      path: at(path, 'port'),
      got: `nothing, while ${label} has the ports ${listed(numbers)}`,
      expected: 'the port that is meant',
      fix: `Name port.number; Istio does not choose among several ports, and ${effectOf(destination)}.`,
    };
  } else if (numbers.length > 0 && !numbers.includes(port)) {
    yield {
      path: at(path, 'port', 'number'),
      got: `${port}, which ${written} does not have`,
      expected: `a port of ${label}: ${listed(numbers)}`,
      fix: `Name the port of the Service, not that of the container; as it is, ${effectOf(destination)}.`,
    };
  }
}

function* subsetReports(destination: Destination, gateways: readonly string[], cluster: ClusterIndex): Iterable<Fault> {
  const { host, path, subset } = destination;
  if (subset === undefined || isWildcard(host)) return;
  const rules = rulesOfHost(cluster, host);
  const names = rules.flatMap((rule) => subsetsOf(rule).map(({ name }) => name));
  if (names.includes(subset)) {
    const owners = rules.filter((rule) => subsetsOf(rule).some(({ name }) => name === subset));
    for (const namespace of gateways) {
      if (owners.some((rule) => seenFrom(exportScopes(rule.object, namespaceOf(rule)), namespace))) continue;
      yield {
        path: at(path, 'subset'),
        got: `${subset} of ${listed(owners.map(({ object }) => objectLabel(object)))}, which is not exported to namespace ${namespace} of the gateway`,
        expected: `exportTo with ${namespace}`,
        fix: `Export the DestinationRule to ${namespace}: as it is, the gateway does not know the subset, and ${effectOf(destination)}.`,
      };
    }
    return;
  }
  const service = serviceNamed(host);
  // A DestinationRule of the host may belong to a team whose objects are not here.
  if (rules.length === 0 && (service === undefined || !isKnownNamespace(cluster, service.namespace))) return;
  yield {
    path: at(path, 'subset'),
    got: subset,
    expected:
      rules.length === 0
        ? `a subset of a DestinationRule of ${host}, and there is none`
        : `a subset of ${listed(rules.map(({ object }) => objectLabel(object)))}: ${listed(names) || 'none'}`,
    fix: `Define the subset in the DestinationRule of ${host}; as it is, ${effectOf(destination)}.`,
  };
}
