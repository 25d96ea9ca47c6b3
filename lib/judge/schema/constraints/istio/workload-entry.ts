import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, isSet, mapping } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { exactlyOne } from '../exactly-one.js';
import { socketVerdicts } from './gateway.js';
import { domainOrAddress, isLabel, labelWords } from './hosts.js';
import { istioLabels } from './selection.js';

const SOCKET = 'unix://';
const PROBES = ['httpGet', 'tcpSocket', 'exec', 'grpc'];

/**
 * Workloads outside the cluster without an address that can be called.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/
 */
export function checkWorkloadEntry(spec: JsonObject): Verdict[] {
  return [...addressGiven(['spec'], spec), ...workloadVerdicts(['spec'], spec)];
}

/** Reports a workload that has neither an address nor a network to find it in. */
export function addressGiven(at: Segments, workload: JsonObject): Verdict[] {
  if (!isEmpty(workload['address']) || !isEmpty(workload['network'])) return [];
  return [missing([...at, 'address'], 'an IP address or a DNS name')];
}

/** Reports an address, ports and labels that no workload has. */
export function workloadVerdicts(at: Segments, { address, labels, ports }: JsonObject): Verdict[] {
  const verdicts = istioLabels([...at, 'labels'], labels);
  const place = [...at, 'address'];
  if (typeof address === 'string' && address.startsWith(SOCKET)) {
    verdicts.push(...socketVerdicts(place, address));
    if (isSet(ports)) verdicts.push(refused([...at, 'ports'], 'ports of a socket', 'none', 'Remove the ports.'));
  } else if (!isEmpty(address)) verdicts.push(...domainOrAddress(place, address));
  for (const name of Object.keys(mapping(ports)))
    if (!isLabel(name))
      verdicts.push(refused([...at, 'ports', name], JSON.stringify(name), labelWords, 'Rename the port.'));
  return verdicts;
}

/**
 * Groups whose workloads cannot report that they are ready.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/
 */
export function checkWorkloadGroup({ metadata, probe, template }: JsonObject): Verdict[] {
  const verdicts = [
    ...istioLabels(['spec', 'metadata', 'labels'], mapping(metadata)['labels']),
    ...socketOf(mapping(template)),
  ];
  if (!isSet(probe)) return verdicts;
  const at = ['spec', 'probe'];
  const { exec, grpc, httpGet } = mapping(probe);
  const { scheme } = mapping(httpGet);
  verdicts.push(...exactlyOne(at, mapping(probe), PROBES));
  if (isSet(exec) && isEmpty(mapping(exec)['command']))
    verdicts.push(missing([...at, 'exec', 'command'], 'the command to run'));
  if (isSet(grpc) && PROBES.filter((field) => isSet(mapping(probe)[field])).length === 1)
    verdicts.push(
      refused(
        [...at, 'grpc'],
        'grpc, which the webhook does not take',
        'httpGet, tcpSocket or exec',
        'Use one of them.',
      ),
    );
  if (typeof scheme === 'string' && !['', 'HTTP', 'HTTPS'].includes(scheme))
    verdicts.push(refused([...at, 'httpGet', 'scheme'], JSON.stringify(scheme), 'HTTP or HTTPS', 'Use one of them.'));
  return verdicts;
}

function socketOf({ address, ports }: JsonObject): Verdict[] {
  if (typeof address !== 'string' || !address.startsWith(SOCKET)) return [];
  return workloadVerdicts(['spec', 'template'], { address, ...(ports === undefined ? {} : { ports }) });
}
