import { isAddress } from '../../../../formats/cidr.js';
import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { exportedTo } from './export-to.js';
import { gatewayNames, hostsOverlap, isHostWithin, isWildcardDomain, wildcardDomain } from './hosts.js';
import { httpRouteVerdicts } from './http-route.js';
import { routeVerdicts } from './route-destinations.js';
import { istioLabels } from './selection.js';
import { listVerdicts, networkFault, texts } from './texts.js';

/** What an east-west gateway calls a host: `outbound_.<port>_.<subset>_.<host>`. */
const OUTBOUND = /^outbound_\.?[^_]*\d[^_]*_[^_]*_.*[a-zA-Z]/;

/**
 * Routes that no request takes, and hosts that nobody can call.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export function checkVirtualService(spec: JsonObject, object: JsonObject): Verdict[] {
  const { gateways, hosts, http, tcp, tls } = spec;
  const delegate = isEmpty(hosts);
  const names = texts(gateways).map(([, name]) => name);
  const onGateways = names.length > 0 && !names.includes('mesh');
  const verdicts = [
    ...gatewayNames(['spec', 'gateways'], gateways),
    ...hostVerdicts(spec, onGateways),
    ...exportedTo(object),
    ...mappings(http).flatMap(([index, route]) =>
      httpRouteVerdicts(['spec', 'http', index], route, { delegate, onGateways }),
    ),
    ...mappings(tls).flatMap(([index, route]) => tlsVerdicts(['spec', 'tls', index], route, spec, onGateways)),
    ...mappings(tcp).flatMap(([index, route]) => tcpVerdicts(['spec', 'tcp', index], route)),
  ];
  if (delegate)
    for (const field of ['gateways', 'tls', 'tcp'])
      if (!isEmpty(spec[field]))
        verdicts.push(
          refused(
            ['spec', field],
            `${field}, without hosts`,
            'http alone: without hosts it is a delegate, which takes what another VirtualService hands on',
            'Add the hosts, or remove it.',
          ),
        );
  if (isEmpty(http) && isEmpty(tcp) && isEmpty(tls))
    verdicts.push(missing(['spec', 'http'], 'routes: http, tls or tcp', 'Add the routes, or remove the object.'));
  return verdicts;
}

function hostVerdicts({ hosts, tls }: JsonObject, onGateways: boolean): Verdict[] {
  const list = texts(hosts);
  const sni = mappings(tls).some(([, { match }]) => mappings(match).some(([, { sniHosts }]) => !isEmpty(sniHosts)));
  const verdicts = list.flatMap(([index, host]) => {
    const at = ['spec', 'hosts', index];
    if (host === '*' && !onGateways)
      return [
        refused(
          at,
          '"*", for sidecars',
          'hosts of the mesh, for it would take every request',
          'Name the hosts or a gateway.',
        ),
      ];
    if (isAddress(host) || (onGateways && sni && OUTBOUND.test(host))) return [];
    return wildcardDomain(at, host);
  });
  if (verdicts.length > 0) return verdicts;
  return list.flatMap(([index, host]): Verdict[] => {
    const other = list.find(([before, earlier]) => before < index && hostsOverlap(earlier, host));
    if (other === undefined) return [];
    return [
      {
        rule: 'schema/duplicate-key',
        at: ['spec', 'hosts', index],
        got: JSON.stringify(host),
        expected: `a host that ${JSON.stringify(other[1])} does not overlap`,
        fix: 'Remove one of the two.',
      },
    ];
  });
}

function l4Verdicts(at: Segments, match: JsonObject): Verdict[] {
  return [
    ...listVerdicts(at, match, ['destinationSubnets'], networkFault),
    ...istioLabels([...at, 'sourceLabels'], match['sourceLabels']),
    ...gatewayNames([...at, 'gateways'], match['gateways']),
  ];
}

function tcpVerdicts(at: Segments, { match, route }: JsonObject): Verdict[] {
  const verdicts = mappings(match).flatMap(([index, entry]) => l4Verdicts([...at, 'match', index], entry));
  if (isEmpty(route)) verdicts.push(missing([...at, 'route'], 'destinations for connections to end at'));
  return [...verdicts, ...routeVerdicts([...at, 'route'], route)];
}

function tlsVerdicts(at: Segments, { match, route }: JsonObject, spec: JsonObject, onGateways: boolean): Verdict[] {
  const verdicts = mappings(match).flatMap(([index, entry]) => {
    const place = [...at, 'match', index];
    const { sniHosts } = entry;
    const own =
      Array.isArray(sniHosts) && sniHosts.length === 0 ? [missing([...place, 'sniHosts'], 'at least one')] : [];
    return [...own, ...l4Verdicts(place, entry), ...sniVerdicts([...place, 'sniHosts'], entry, spec, onGateways)];
  });
  if (isEmpty(match)) verdicts.push(missing([...at, 'match'], 'at least one match, with sniHosts'));
  if (isEmpty(route)) verdicts.push(missing([...at, 'route'], 'destinations for connections to end at'));
  return [...verdicts, ...routeVerdicts([...at, 'route'], route)];
}

function sniVerdicts(at: Segments, match: JsonObject, spec: JsonObject, onGateways: boolean): Verdict[] {
  const hosts = texts(spec['hosts']).map(([, host]) => host);
  return texts(match['sniHosts']).flatMap(([index, name]) => {
    const place = [...at, index];
    if (isAddress(name)) return [];
    if (!isWildcardDomain(name) && !(onGateways && OUTBOUND.test(name))) return wildcardDomain(place, name);
    if (hosts.some((host) => isHostWithin(name, host))) return [];
    const expected = `a name that one of the hosts covers: ${hosts.join(', ')}`;
    return [refused(place, JSON.stringify(name), expected, 'Add it to the hosts, or correct it.')];
  });
}
