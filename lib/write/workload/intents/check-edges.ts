import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import { speaksHttp } from '../port.js';
import { findPort } from '../workload.js';
import type { Application } from './application.js';
import type { ExternalHost } from './egress.js';
import type { Ingress } from './ingress.js';
import type { Service } from './service.js';
import { optionOf } from './service-place.js';

/** Faults in the ingress and egress of a service. */
export function checkEdges(place: Place, service: Service, { cluster }: Application): Diagnostic[] {
  return [
    ...(service.ingress ?? []).flatMap((ingress, index) =>
      checkIngress(at(place, `ingress[${index}]`), ingress, service, cluster),
    ),
    ...(service.egress ?? []).flatMap(({ host }, index): Diagnostic[] =>
      host === cluster.clusterDomain || host.endsWith(`.${cluster.clusterDomain}`)
        ? [
            {
              ...at(place, `egress[${index}].host`),
              got: `'${host}', a name inside the cluster`,
              expected: 'a host outside',
              fix: 'If it is a workload, list it in calls, or this service in its callers.',
            },
          ]
        : [],
    ),
  ];
}

const ADDRESS = /^[0-9.]+$/;

function checkIngress(
  place: Place,
  ingress: Ingress,
  { workload }: Service,
  cluster: Application['cluster'],
): Diagnostic[] {
  const { gateway, hosts, port: name, certificate } = ingress;
  const port = findPort(workload, name);
  const problems: Diagnostic[] = [];
  if (port === undefined || !speaksHttp(port)) {
    const known = (workload.ports ?? []).filter(speaksHttp).map((candidate) => candidate.name);
    problems.push({
      ...at(place, 'port'),
      got:
        port === undefined
          ? `'${name}', but ${workload.name} has no such port`
          : `'${name}', which speaks ${port.appProtocol}`,
      expected: known.join(' or ') || 'a port that speaks HTTP; the workload has none',
      fix: 'Name a port that speaks HTTP.',
    });
  }
  if (gateway.direction !== 'ingress') {
    problems.push({
      ...at(place, 'gateway'),
      got: `${gateway.name}, through which traffic leaves`,
      expected: "a gateway whose direction is 'ingress'",
      fix: 'Name an ingress gateway: traffic that enters through an egress gateway could leave again.',
    });
  }
  for (const host of hosts) {
    const inside = host === cluster.clusterDomain || host.endsWith(`.${cluster.clusterDomain}`);
    if (!inside && !ADDRESS.test(host)) continue;
    problems.push({
      ...at(place, 'hosts'),
      got: inside ? `'${host}', a name inside the cluster` : `'${host}', an address`,
      expected: 'a public DNS name of the service',
      fix: inside
        ? 'List the workloads that call it in callers instead.'
        : 'Use the host name: certificates and routes do not use addresses.',
    });
  }
  const wildcards = hosts.filter((host) => host.startsWith('*.'));
  if (certificate.kind === 'acme' && certificate.challenge.kind === 'http-01' && wildcards.length > 0) {
    problems.push({
      ...at(place, 'certificate.challenge'),
      got: `http-01, but ${place.path}.hosts has ${wildcards.join(', ')}`,
      expected: 'dns-01: an ACME server verifies a wildcard only by DNS, so the certificate would never be issued',
      fix: 'State a dns-01 solver, or name the hosts one by one.',
    });
  }
  return problems;
}

interface Stated<T> {
  readonly service: Service;
  readonly place: Place;
  readonly value: T;
}

/**
 * Contradictions between services: hosts that two gateways or two services claim, and external hosts with two
 * protocols.
 */
export function checkSharedEdges(places: readonly (readonly [place: Place, service: Service])[]): Diagnostic[] {
  const entries = places.flatMap(([place, service]) =>
    (service.ingress ?? []).map(
      (value, index): Stated<Ingress> => ({ service, place: at(place, `ingress[${index}]`), value }),
    ),
  );
  const hosts = places.flatMap(([place, service]) =>
    (service.egress ?? []).map(
      (value, index): Stated<ExternalHost> => ({ service, place: at(place, `egress[${index}]`), value }),
    ),
  );
  return [
    ...pairs(entries).flatMap(([a, b]) => [...conflictingEntries(a, b), ...conflictingGateways(a, b)]),
    ...pairs(hosts).flatMap(([a, b]): Diagnostic[] =>
      a.value.host === b.value.host && a.value.port === b.value.port && a.value.protocol !== b.value.protocol
        ? [
            {
              ...at(b.place, 'protocol'),
              got: `${b.value.protocol}, but ${optionOf(a.service, a.place.path)} says ${a.value.protocol} of ${a.value.host}:${a.value.port}`,
              expected: 'one protocol for one host and port',
              fix: 'Correct one of the two.',
            },
          ]
        : [],
    ),
  ];
}

/** A gateway is built from one definition: a second one would be lost. */
function conflictingGateways(a: Stated<Ingress>, b: Stated<Ingress>): Diagnostic[] {
  const [one, other] = [a.value.gateway, b.value.gateway];
  if (one.namespace !== other.namespace || one.name !== other.name) return [];
  return (['replicas', 'exposure', 'resources'] as const)
    .filter((option) => JSON.stringify(one[option]) !== JSON.stringify(other[option]))
    .map((option) => ({
      ...at(b.place, `gateway.${option}`),
      got: `different from ${optionOf(a.service, a.place.path)}, for the same gateway ${one.namespace}/${one.name}`,
      expected: 'one definition of each gateway',
      fix: 'Define the gateway once, and refer to it in both places.',
    }));
}

function conflictingEntries(a: Stated<Ingress>, b: Stated<Ingress>): Diagnostic[] {
  const shared = a.value.hosts.filter((host) => b.value.hosts.includes(host));
  if (shared.length === 0) return [];
  const [one, other] = [a.value.gateway, b.value.gateway];
  if (one.namespace !== other.namespace || one.name !== other.name) {
    return [
      {
        ...at(b.place, 'hosts'),
        got: `${shared.join(', ')} through gateway ${other.namespace}/${other.name}, but at ${optionOf(a.service, a.place.path)} through ${one.namespace}/${one.name}`,
        expected: 'one gateway for each host: its name resolves to one address',
        fix: 'Name the same gateway in both places, or other hosts.',
      },
    ];
  }
  const everything = (ingress: Ingress) => ingress.paths === undefined;
  const paths = everything(a.value) || everything(b.value) ? ['every path'] : overlap(a.value, b.value);
  if (paths.length === 0) return [];
  return [
    {
      ...at(b.place, 'paths'),
      got: `${paths.join(', ')} of ${shared.join(', ')}, which ${optionOf(a.service, a.place.path)} claims too`,
      expected: 'different paths for services behind one host',
      fix: 'Divide the paths, or give each service a host.',
    },
  ];
}

function overlap({ paths: a = [] }: Ingress, { paths: b = [] }: Ingress): string[] {
  return a.filter((path) => b.includes(path));
}

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, index) => items.slice(index + 1).map((b): [T, T] => [a, b]));
}
