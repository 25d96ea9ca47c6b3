import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { exactlyOne } from '../exactly-one.js';
import { domainOrAddress, isLabel, labelWords } from './hosts.js';
import { istioLabels } from './selection.js';
import { checkSocket, SOCKET } from './sockets.js';

const PROBES = ['httpGet', 'tcpSocket', 'exec', 'grpc'];

/**
 * Workloads outside the cluster without an address that can be called.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/
 */
export function* checkWorkloadEntry(spec: Field): Iterable<SchemaViolation> {
  yield* hasAddress(spec);
  yield* checkWorkload(spec);
}

/** Reports a workload that has neither an address nor a network to find it in. */
export function* hasAddress(workload: Field): Iterable<SchemaViolation> {
  if (workload.at('address').isEmpty && workload.at('network').isEmpty)
    yield missingField(workload.at('address'), 'an IP address or a DNS name');
}

/** Reports an address, ports and labels that no workload has. */
export function* checkWorkload(workload: Field): Iterable<SchemaViolation> {
  yield* istioLabels(workload.at('labels'));
  yield* checkAddress(workload);
}

function* checkAddress(workload: Field): Iterable<SchemaViolation> {
  const address = workload.at('address');
  const ports = workload.at('ports');
  if (!isSocket(address) && !address.isEmpty) yield* domainOrAddress(address);
  if (isSocket(address)) {
    yield* checkSocket(address);
    if (ports.isSet) yield notAllowed(ports, { got: 'ports of a socket', expected: 'none', fix: 'Remove the ports.' });
  }
  for (const [name, port] of ports.entries)
    if (!isLabel(name))
      yield notAllowed(port, { got: JSON.stringify(name), expected: labelWords, fix: 'Rename the port.' });
}

function isSocket(address: Field): boolean {
  return address.text?.startsWith(SOCKET) === true;
}

/**
 * Groups whose workloads cannot report that they are ready.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/
 */
export function* checkWorkloadGroup(spec: Field): Iterable<SchemaViolation> {
  const probe = spec.at('probe');
  const template = spec.at('template');
  yield* istioLabels(spec.at('metadata', 'labels'));
  if (isSocket(template.at('address'))) yield* checkAddress(template);
  if (probe.isSet) yield* checkProbe(probe);
}

function* checkProbe(probe: Field): Iterable<SchemaViolation> {
  const command = probe.at('exec', 'command');
  const grpc = probe.at('grpc');
  const scheme = probe.at('httpGet', 'scheme');
  yield* exactlyOne(probe, PROBES);
  if (probe.at('exec').isSet && command.isEmpty) yield missingField(command, 'the command to run');
  if (grpc.isSet && PROBES.filter((field) => probe.at(field).isSet).length === 1)
    yield notAllowed(grpc, {
      got: 'grpc, which the webhook does not accept',
      expected: 'httpGet, tcpSocket or exec',
      fix: 'Use one of them.',
    });
  if (scheme.text !== undefined && !['', 'HTTP', 'HTTPS'].includes(scheme.text))
    yield notAllowed(scheme, { expected: 'HTTP or HTTPS', fix: 'Use one of them.' });
}
