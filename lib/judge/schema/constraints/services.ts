import { isAddress, parseCidr } from '../../../formats/cidr.js';
import {
  dnsLabel,
  dnsSubdomain,
  isKey,
  isLabelValue,
  keyWords,
  portName,
  valueWords,
} from '../../../formats/name-syntax.js';
import type { Json, JsonObject } from '../../../manifest/object.js';
import type { Segments } from '../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../fields.js';
import { missing, refused, type Verdict } from '../verdict.js';
import { portNumber } from './bounds.js';
import { syntaxVerdict } from './containers.js';

const OUTSIDE = ['LoadBalancer', 'NodePort'];

/**
 * Services without ports or target, and fields that a Service of its type may not have.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/
 */
export function checkServices(object: JsonObject): Verdict[] {
  if (object['apiVersion'] !== 'v1' || object['kind'] !== 'Service') return [];
  if (!isSet(object['spec'])) return [missing(['spec'], 'the ports and the selector of the Service')];
  const spec = mapping(object['spec']);
  const type = typeof spec['type'] === 'string' ? spec['type'] : 'ClusterIP';
  const headless = spec['clusterIP'] === 'None';
  return [
    ...(type === 'ExternalName' ? externalVerdicts(spec) : []),
    ...portVerdicts(spec, type, headless),
    ...addressVerdicts(spec, type),
    ...selectorVerdicts(mapping(spec['selector'])),
  ];
}

function externalVerdicts({ externalName }: JsonObject): Verdict[] {
  const at = ['spec', 'externalName'];
  if (isEmpty(externalName)) return [missing(at, 'the DNS name that the Service stands for')];
  if (typeof externalName !== 'string') return [];
  return syntaxVerdict(at, externalName.replace(/\.$/, ''), dnsSubdomain, 'target');
}

function portVerdicts(spec: JsonObject, type: string, headless: boolean): Verdict[] {
  const ports = mappings(spec['ports']);
  const outside = OUTSIDE.includes(type);
  const verdicts: Verdict[] = [];
  if (ports.length === 0 && !headless && type !== 'ExternalName')
    verdicts.push(
      refused(['spec', 'ports'], 'no port', 'at least one port, for the Service is not headless', 'Add a port.'),
    );
  const nodePorts = new Map<string, number>();
  for (const [index, port] of ports) {
    const at = ['spec', 'ports', index];
    const { name, nodePort, targetPort } = port;
    if (ports.length > 1 && isEmpty(name))
      verdicts.push(missing([...at, 'name'], 'a name, for the Service has several ports'));
    verdicts.push(
      ...syntaxVerdict([...at, 'name'], name, dnsLabel, 'port'),
      ...portNumber([...at, 'port'], port['port']),
      ...portNumber([...at, 'targetPort'], targetPort === 0 ? undefined : targetPort),
      ...syntaxVerdict([...at, 'targetPort'], targetPort, portName, 'target'),
    );
    const protocol = port['protocol'] ?? 'TCP';
    if (typeof nodePort !== 'number' || nodePort === 0) continue;
    if (!outside) {
      const fix = 'Remove it, or set the type to NodePort or LoadBalancer.';
      verdicts.push(refused([...at, 'nodePort'], String(nodePort), `none, for the type is ${type}`, fix));
    }
    const key = `${nodePort} ${protocol}`;
    const first = nodePorts.get(key);
    if (first === undefined) nodePorts.set(key, index);
    else
      verdicts.push({
        rule: 'schema/duplicate-key',
        at: [...at, 'nodePort'],
        got: `${nodePort} again`,
        expected: `a nodePort that spec.ports[${first}] does not have`,
        fix: 'Use another node port.',
      });
  }
  return verdicts;
}

function addressVerdicts(spec: JsonObject, type: string): Verdict[] {
  const { clusterIP, externalTrafficPolicy, healthCheckNodePort, loadBalancerSourceRanges, sessionAffinity } = spec;
  const verdicts: Verdict[] = [];
  const outside = OUTSIDE.includes(type);
  if (typeof clusterIP === 'string' && clusterIP !== '' && clusterIP !== 'None' && !isAddress(clusterIP))
    verdicts.push(
      refused(['spec', 'clusterIP'], JSON.stringify(clusterIP), 'None or an address', 'Correct it, or remove it.'),
    );
  if (!isEmpty(clusterIP) && type === 'ExternalName')
    verdicts.push(
      refused(['spec', 'clusterIP'], String(clusterIP), 'none, for the type is ExternalName', 'Remove it.'),
    );
  if (clusterIP === 'None' && outside)
    verdicts.push(
      refused(['spec', 'clusterIP'], 'None', `an address, for the type is ${type}`, 'Remove it, or the type.'),
    );
  // Empty external addresses make a Service reachable from outside too.
  if (!isEmpty(externalTrafficPolicy) && !outside && isEmpty(spec['externalIPs']))
    verdicts.push(
      refused(
        ['spec', 'externalTrafficPolicy'],
        JSON.stringify(externalTrafficPolicy),
        `none, for the type is ${type}`,
        'Remove it, or set the type to NodePort or LoadBalancer.',
      ),
    );
  if (
    isSet(healthCheckNodePort) &&
    healthCheckNodePort !== 0 &&
    !(type === 'LoadBalancer' && externalTrafficPolicy === 'Local')
  )
    verdicts.push(
      refused(
        ['spec', 'healthCheckNodePort'],
        String(healthCheckNodePort),
        'none, unless a LoadBalancer has externalTrafficPolicy Local',
        'Remove it.',
      ),
    );
  if (isSet(spec['sessionAffinityConfig']) && sessionAffinity !== 'ClientIP')
    verdicts.push(
      refused(
        ['spec', 'sessionAffinityConfig'],
        'a mapping',
        'sessionAffinity: ClientIP beside it',
        'Set it, or remove this.',
      ),
    );
  if (!isEmpty(loadBalancerSourceRanges) && type !== 'LoadBalancer')
    verdicts.push(
      refused(['spec', 'loadBalancerSourceRanges'], 'networks', `none, for the type is ${type}`, 'Remove them.'),
    );
  const address = { test: isAddress, words: 'an IP address' };
  const network = {
    test: (text: string) => parseCidr(text.trim()) !== undefined,
    words: 'a network such as 10.0.0.0/8',
  };
  return [
    ...verdicts,
    ...listVerdicts(['spec', 'externalIPs'], spec['externalIPs'], address),
    ...listVerdicts(['spec', 'loadBalancerSourceRanges'], loadBalancerSourceRanges, network),
  ];
}

function listVerdicts(
  at: Segments,
  list: Json | undefined,
  { test, words }: { readonly test: (text: string) => boolean; readonly words: string },
): Verdict[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((text, index) =>
    typeof text !== 'string' || test(text)
      ? []
      : [refused([...at, index], JSON.stringify(text), words, `Write ${words}.`)],
  );
}

function selectorVerdicts(selector: JsonObject): Verdict[] {
  return Object.entries(selector).flatMap(([key, value]) => {
    const at = ['spec', 'selector', key];
    if (!isKey(key)) return [refused(at, `the key ${JSON.stringify(key)}`, keyWords, 'Name the key of a label.')];
    if (typeof value !== 'string' || isLabelValue(value)) return [];
    return [refused(at, JSON.stringify(value), valueWords, 'Name the value of a label.')];
  });
}
