import type { Diagnostic } from '../../../diagnostic.js';
import { speaksHttp } from '../port.js';
import { findPort } from '../workload.js';
import type { Application } from './application.js';
import type { ExternalHost } from './egress.js';
import type { Ingress } from './ingress.js';
import type { Service } from './service.js';

/** What is wrong with one service's ways in and out of the cluster. */
export function checkEdges(where: string, service: Service, { cluster }: Application): Diagnostic[] {
  return [
    ...(service.ingress ?? []).flatMap((ingress, index) =>
      checkIngress(`${where}.ingress[${index}]`, ingress, service, cluster),
    ),
    ...(service.egress ?? []).flatMap(({ host }, index): Diagnostic[] =>
      host === cluster.clusterDomain || host.endsWith(`.${cluster.clusterDomain}`)
        ? [
            {
              where: `${where}.egress[${index}].host`,
              got: `'${host}', a name inside the cluster`,
              expected: 'a host outside',
              fix: 'Name the service among calls, or this one among its callers.',
            },
          ]
        : [],
    ),
  ];
}

const ADDRESS = /^[0-9.]+$/;

function checkIngress(
  where: string,
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
      where: `${where}.port`,
      got:
        port === undefined
          ? `'${name}', of which ${workload.name} has none`
          : `'${name}', which speaks ${port.appProtocol}`,
      expected: known.join(' or ') || 'a port that speaks HTTP, of which the workload has none',
      fix: 'Name a port that speaks HTTP.',
    });
  }
  if (gateway.direction !== 'ingress') {
    problems.push({
      where: `${where}.gateway`,
      got: `${gateway.name}, through which traffic leaves`,
      expected: "a gateway whose direction is 'ingress'",
      fix: 'Name an ingress gateway: one for both would let what comes in go out again.',
    });
  }
  for (const host of hosts) {
    const inside = host === cluster.clusterDomain || host.endsWith(`.${cluster.clusterDomain}`);
    if (!inside && !ADDRESS.test(host)) continue;
    problems.push({
      where: `${where}.hosts`,
      got: inside ? `'${host}', a name inside the cluster` : `'${host}', an address`,
      expected: 'a DNS name by which the outside knows the service',
      fix: inside
        ? 'Name who calls among the callers instead.'
        : 'Name the host: certificates and routes know no addresses.',
    });
  }
  const wildcards = hosts.filter((host) => host.startsWith('*.'));
  if (certificate.kind === 'acme' && certificate.challenge.kind === 'http-01' && wildcards.length > 0) {
    problems.push({
      where: `${where}.certificate.challenge`,
      got: `http-01, while ${where}.hosts has ${wildcards.join(', ')}`,
      expected: 'dns-01: an ACME server proves a wildcard by DNS alone, and the certificate would never be issued',
      fix: 'State a dns-01 solver, or name the hosts one by one.',
    });
  }
  return problems;
}

interface Stated<T> {
  readonly where: string;
  readonly value: T;
}

/** What is wrong between services: hosts that two gateways or two services claim, and external hosts of which two say different things. */
export function checkSharedEdges(places: readonly (readonly [where: string, service: Service])[]): Diagnostic[] {
  const ways = places.flatMap(([where, { ingress }]) =>
    (ingress ?? []).map((value, index): Stated<Ingress> => ({ where: `${where}.ingress[${index}]`, value })),
  );
  const exits = places.flatMap(([where, { egress }]) =>
    (egress ?? []).map((value, index): Stated<ExternalHost> => ({ where: `${where}.egress[${index}]`, value })),
  );
  return [
    ...pairs(ways).flatMap(([a, b]) => [...conflictingWays(a, b), ...conflictingGateways(a, b)]),
    ...pairs(exits).flatMap(([a, b]): Diagnostic[] =>
      a.value.host === b.value.host && a.value.port === b.value.port && a.value.protocol !== b.value.protocol
        ? [
            {
              where: `${b.where}.protocol`,
              got: `${b.value.protocol}, while ${a.where} says ${a.value.protocol} of ${a.value.host}:${a.value.port}`,
              expected: 'one protocol for one host and port',
              fix: 'Correct one of the two.',
            },
          ]
        : [],
    ),
  ];
}

/** One gateway is built of one statement: what another says of it would be lost. */
function conflictingGateways(a: Stated<Ingress>, b: Stated<Ingress>): Diagnostic[] {
  const [one, other] = [a.value.gateway, b.value.gateway];
  if (one.namespace !== other.namespace || one.name !== other.name) return [];
  return (['replicas', 'exposure', 'resources'] as const)
    .filter((option) => JSON.stringify(one[option]) !== JSON.stringify(other[option]))
    .map((option) => ({
      where: `${b.where}.gateway.${option}`,
      got: `another than at ${a.where}, for the same gateway ${one.namespace}/${one.name}`,
      expected: 'one statement of each gateway',
      fix: 'Define the gateway once, and refer to it in both places.',
    }));
}

function conflictingWays(a: Stated<Ingress>, b: Stated<Ingress>): Diagnostic[] {
  const shared = a.value.hosts.filter((host) => b.value.hosts.includes(host));
  if (shared.length === 0) return [];
  const [one, other] = [a.value.gateway, b.value.gateway];
  if (one.namespace !== other.namespace || one.name !== other.name) {
    return [
      {
        where: `${b.where}.hosts`,
        got: `${shared.join(', ')} through gateway ${other.namespace}/${other.name}, and at ${a.where} through ${one.namespace}/${one.name}`,
        expected: 'one gateway for one host: its name leads to one address',
        fix: 'Name the same gateway in both places, or other hosts.',
      },
    ];
  }
  const everything = (ingress: Ingress) => ingress.paths === undefined;
  const paths = everything(a.value) || everything(b.value) ? ['every path'] : overlap(a.value, b.value);
  if (paths.length === 0) return [];
  return [
    {
      where: `${b.where}.paths`,
      got: `${paths.join(', ')} of ${shared.join(', ')}, which ${a.where} claims too`,
      expected: 'paths of its own for each service behind one host',
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
