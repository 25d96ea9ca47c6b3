import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import type { Ingress } from '../../workload/intents/ingress.js';
import { covers, parsePath } from '../../workload/intents/request-match.js';
import type { ResolvedApplication } from '../../workload/intents/resolved.js';
import type { Service } from '../../workload/intents/service.js';
import { optionOf, placeOf } from '../../workload/intents/service-place.js';
import { hostLabel } from './names.js';

interface Stated {
  readonly host: string;
  readonly ingress: Ingress;
  readonly service: Service;
  readonly place: Place;
}

/** Ingress that Istio or an ACME server would reject, or answer in an undefined way. */
export function checkIngress(application: ResolvedApplication): Diagnostic[] {
  const stated = application.services.flatMap((service) =>
    (service.ingress ?? []).flatMap((ingress) =>
      ingress.hosts.map((host): Stated => ({ host, ingress, service, place: placeOf(service, application) })),
    ),
  );
  return [
    ...stated.flatMap(checkHost),
    ...stated.flatMap((one, index) => stated.slice(0, index).flatMap((other) => contradictions(one, other))),
    ...sharedNames(application),
  ];
}

function checkHost({ host, place }: Stated): Diagnostic[] {
  if (hostLabel(host).length <= 57) return [];
  return [
    {
      ...at(place, 'ingress.hosts'),
      got: `'${host}', a name of ${host.length} characters`,
      expected: 'at most 57 characters: the name of a port is derived from it',
      fix: 'Use a shorter name for the host.',
    },
  ];
}

function contradictions(one: Stated, other: Stated): Diagnostic[] {
  return [...twoCertificates(one, other), ...twoAccounts(one, other), ...twoAnswers(one, other)];
}

function twoCertificates(one: Stated, other: Stated): Diagnostic[] {
  const same = JSON.stringify(one.ingress.certificate) === JSON.stringify(other.ingress.certificate);
  if (one.host !== other.host || same) return [];
  return [
    {
      ...at(one.place, 'ingress.certificate'),
      got: `different for '${one.host}' from ${optionOf(other.service, 'ingress.certificate')}`,
      expected: 'one certificate for each host',
      fix: 'Set the same in both: a gateway has one certificate for each name.',
    },
  ];
}

function twoAccounts(one: Stated, other: Stated): Diagnostic[] {
  const [a, b] = [one.ingress.certificate, other.ingress.certificate];
  if (a.kind !== 'acme' || b.kind !== 'acme' || gatewayOf(one) !== gatewayOf(other)) return [];
  if (new URL(a.server).hostname !== new URL(b.server).hostname) return [];
  if (a.email === b.email && a.server === b.server) return [];
  return [
    {
      ...at(one.place, 'ingress.certificate'),
      got: `${a.email} at ${a.server}, and ${optionOf(other.service, 'ingress.certificate')} is ${b.email} at ${b.server}`,
      expected: 'one account for each ACME server and gateway',
      fix: 'Use one address and one directory in both.',
    },
  ];
}

/** Routes of two VirtualServices for one host are merged in an undefined order. Equal paths are a problem in every mesh, see `checkIntents`. */
function twoAnswers(one: Stated, other: Stated): Diagnostic[] {
  if (one.host !== other.host || one.service === other.service) return [];
  return (one.ingress.paths ?? []).flatMap((path) =>
    (other.ingress.paths ?? [])
      .filter((taken) => path !== taken && overlaps(path, taken))
      .map((taken) => ({
        ...at(one.place, 'ingress.paths'),
        got: `'${path}' at '${one.host}', and ${optionOf(other.service, 'ingress.paths')} takes '${taken}' there`,
        expected: 'paths that only one service answers',
        fix: 'Make them disjoint, or use two hosts: otherwise the order in which Istio reads them decides which one answers.',
      })),
  );
}

function overlaps(a: string, b: string): boolean {
  const [one, other] = [parsePath(a), parsePath(b)];
  return covers(one, other) || covers(other, one);
}

function gatewayOf({ ingress }: Stated): string {
  return `${ingress.gateway.namespace}/${ingress.gateway.name}`;
}

/** Istio selects the pods of a Gateway by labels in all namespaces. */
function sharedNames(application: ResolvedApplication): Diagnostic[] {
  const { egressGateway, ingressGateways } = application;
  const gateways = [
    ...ingressGateways.map(({ gateway }) => gateway),
    ...(egressGateway === undefined ? [] : [egressGateway]),
  ];
  return gateways.flatMap((one, index) =>
    gateways
      .slice(0, index)
      .filter((other) => other.name === one.name && other.namespace !== one.namespace)
      .map((other) => ({
        where: `Application '${application.name}': gateway '${one.namespace}/${one.name}'`,
        path: 'name',
        got: `'${one.name}', also the name of gateway '${other.namespace}/${other.name}'`,
        expected: 'a name of its own',
        fix: 'Rename one of the two: Istio selects gateway pods by labels, in all namespaces.',
      })),
  );
}
