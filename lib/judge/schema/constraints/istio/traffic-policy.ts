import { isAddress } from '../../../../formats/cidr.js';
import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { clientTlsVerdicts } from './client-tls.js';
import { connectionPoolVerdicts } from './connection-pool.js';
import { domainOrAddress } from './hosts.js';
import { loadBalancerVerdicts } from './load-balancer.js';

const PER_PORT = ['connectionPool', 'loadBalancer', 'outlierDetection', 'tls'];
const FIELDS = [...PER_PORT, 'portLevelSettings', 'proxyProtocol', 'retryBudget', 'tunnel'];
const TUNNELS = ['CONNECT', 'POST'];

/** Traffic policies that say nothing, or two things at once. */
export function trafficPolicyVerdicts(at: Segments, policy: JsonObject, namespace: string): Verdict[] {
  const { portLevelSettings, proxyProtocol, tunnel } = policy;
  const verdicts = partVerdicts(at, policy, namespace);
  if (FIELDS.every((field) => !isSet(policy[field])))
    verdicts.push(
      refused(at, 'a policy that says nothing', `one of ${FIELDS.join(', ')}`, 'Say it, or remove the field.'),
    );
  if (isSet(tunnel) && isSet(proxyProtocol))
    verdicts.push(refused([...at, 'tunnel'], 'a tunnel beside proxyProtocol', 'one of them', 'Remove one of the two.'));
  if (isSet(tunnel)) verdicts.push(...tunnelVerdicts([...at, 'tunnel'], mapping(tunnel)));
  for (const [index, settings] of mappings(portLevelSettings)) {
    const place = [...at, 'portLevelSettings', index];
    if (!isSet(settings['port'])) verdicts.push(missing([...place, 'port'], 'the port that the settings are for'));
    if (PER_PORT.every((field) => !isSet(settings[field])))
      verdicts.push(
        refused(place, 'settings that say nothing', `one of ${PER_PORT.join(', ')}`, 'Say it, or drop it.'),
      );
    verdicts.push(...partVerdicts(place, settings, namespace));
  }
  return verdicts;
}

function partVerdicts(at: Segments, policy: JsonObject, namespace: string): Verdict[] {
  const { connectionPool, loadBalancer, outlierDetection, tls } = policy;
  return [
    ...(isSet(connectionPool) ? connectionPoolVerdicts([...at, 'connectionPool'], mapping(connectionPool)) : []),
    ...(isSet(loadBalancer) ? loadBalancerVerdicts([...at, 'loadBalancer'], mapping(loadBalancer)) : []),
    ...outlierVerdicts([...at, 'outlierDetection'], mapping(outlierDetection)),
    ...clientTlsVerdicts([...at, 'tls'], mapping(tls), namespace),
  ];
}

function outlierVerdicts(at: Segments, detection: JsonObject): Verdict[] {
  const { consecutiveLocalOriginFailures: failures, splitExternalLocalOriginErrors: split } = detection;
  if (typeof failures !== 'number' || failures <= 0 || split === true) return [];
  return [
    refused(
      [...at, 'consecutiveLocalOriginFailures'],
      `${failures}, without splitExternalLocalOriginErrors`,
      'splitExternalLocalOriginErrors: true beside it, for else they are not counted apart',
      'Add splitExternalLocalOriginErrors: true.',
    ),
  ];
}

function tunnelVerdicts(at: Segments, { protocol, targetHost }: JsonObject): Verdict[] {
  const verdicts: Verdict[] = [];
  if (typeof protocol === 'string' && protocol !== '' && !TUNNELS.includes(protocol))
    verdicts.push(refused([...at, 'protocol'], JSON.stringify(protocol), TUNNELS.join(' or '), 'Use one of them.'));
  if (isEmpty(targetHost) || !isAddress(String(targetHost)))
    verdicts.push(...domainOrAddress([...at, 'targetHost'], targetHost));
  return verdicts;
}
