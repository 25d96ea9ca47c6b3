import { isAddress } from '../../../../formats/cidr.js';
import type { Field } from '../../../../manifest/field.js';
import { duplicateKey, missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { checkExportTo } from './export-to.js';
import { gatewayNames, hostsOverlap, isHostWithin, isWildcardDomain, wildcardDomain } from './hosts.js';
import { checkHttpRoute } from './http-route.js';
import { checkDestinations } from './route-destinations.js';
import { istioLabels } from './selection.js';
import { checkTexts, networkFault } from './texts.js';

/** What an east-west gateway calls a host: `outbound_.<port>_.<subset>_.<host>`. */
const OUTBOUND = /^outbound_\.?[^_]*\d[^_]*_[^_]*_.*[a-zA-Z]/;

/**
 * Routes that match no request, and hosts that nobody can call.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export function* checkVirtualService(spec: Field, object: Field): Iterable<SchemaViolation> {
  const [http, tcp, tls] = [spec.at('http'), spec.at('tcp'), spec.at('tls')];
  const { texts: gateways } = spec.at('gateways');
  const delegate = spec.at('hosts').isEmpty;
  const onGateways = gateways.length > 0 && !gateways.includes('mesh');
  yield* gatewayNames(spec.at('gateways'));
  yield* checkHosts(spec, onGateways);
  yield* checkExportTo(object);
  for (const route of http.items) yield* checkHttpRoute(route, { delegate, onGateways });
  for (const route of tls.items) yield* checkTlsRoute(route, spec, onGateways);
  for (const route of tcp.items) yield* checkTcpRoute(route);
  if (delegate)
    for (const field of [spec.at('gateways'), tls, tcp])
      if (!field.isEmpty)
        yield notAllowed(field, {
          got: `${field.step}, without hosts`,
          expected: 'only http: without hosts it is a delegate, which handles what another VirtualService passes on',
          fix: 'Add the hosts, or remove it.',
        });
  if (http.isEmpty && tcp.isEmpty && tls.isEmpty)
    yield missingField(http, 'routes: http, tls or tcp', 'Add the routes, or remove the object.');
}

function* checkHosts(spec: Field, onGateways: boolean): Iterable<SchemaViolation> {
  const matches = spec.at('tls').items.flatMap((route) => route.at('match').items);
  const isEastWest = onGateways && matches.some((match) => !match.at('sniHosts').isEmpty);
  const hosts = spec.at('hosts').items.filter(({ text }) => text !== undefined);
  const invalid = hosts.flatMap((host) => [...checkHost(host, onGateways, isEastWest)]);
  yield* invalid;
  if (invalid.length > 0) return;
  for (const [index, host] of hosts.entries()) {
    const other = hosts.slice(0, index).find((earlier) => hostsOverlap(earlier.text ?? '', host.text ?? ''));
    if (other !== undefined)
      yield duplicateKey(host, `a host that ${other.quoted} does not overlap`, {
        got: host.quoted,
        fix: 'Remove one of the two.',
      });
  }
}

function* checkHost(host: Field, onGateways: boolean, isEastWest: boolean): Iterable<SchemaViolation> {
  const text = host.text ?? '';
  if (text === '*' && !onGateways)
    yield notAllowed(host, {
      got: '"*", for sidecars',
      expected: 'hosts of the mesh, because * would match every request',
      fix: 'Name the hosts or a gateway.',
    });
  else if (!isAddress(text) && !(isEastWest && OUTBOUND.test(text))) yield* wildcardDomain(host);
}

function* checkL4Match(match: Field): Iterable<SchemaViolation> {
  yield* checkTexts(match, ['destinationSubnets'], networkFault);
  yield* istioLabels(match.at('sourceLabels'));
  yield* gatewayNames(match.at('gateways'));
}

function* checkL4Destinations(route: Field): Iterable<SchemaViolation> {
  if (route.isEmpty) yield missingField(route, 'destinations for the connections');
  yield* checkDestinations(route);
}

function* checkTcpRoute(route: Field): Iterable<SchemaViolation> {
  for (const match of route.at('match').items) yield* checkL4Match(match);
  yield* checkL4Destinations(route.at('route'));
}

function* checkTlsRoute(route: Field, spec: Field, onGateways: boolean): Iterable<SchemaViolation> {
  for (const match of route.at('match').items) {
    const names = match.at('sniHosts');
    if (names.isSet && names.isEmpty) yield missingField(names, 'at least one');
    yield* checkL4Match(match);
    for (const name of names.items) yield* checkSni(name, spec.at('hosts').texts, onGateways);
  }
  if (route.at('match').isEmpty) yield missingField(route.at('match'), 'at least one match, with sniHosts');
  yield* checkL4Destinations(route.at('route'));
}

function* checkSni(name: Field, hosts: readonly string[], onGateways: boolean): Iterable<SchemaViolation> {
  const { text } = name;
  if (text === undefined || isAddress(text)) return;
  if (!isWildcardDomain(text) && !(onGateways && OUTBOUND.test(text))) yield* wildcardDomain(name);
  else if (!hosts.some((host) => isHostWithin(text, host)))
    yield notAllowed(name, {
      expected: `a name that one of the hosts covers: ${hosts.join(', ')}`,
      fix: 'Add it to the hosts, or correct it.',
    });
}
