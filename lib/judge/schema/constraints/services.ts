import { dnsLabel, dnsSubdomain, portName } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { duplicateKey, missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { portNumber } from './bounds.js';
import { checkAddresses } from './service-addresses.js';
import { nameSyntax, qualifiedName, selectedLabel } from './syntax.js';

/** Types that open a port outside the cluster. */
const EXPOSED = ['LoadBalancer', 'NodePort'];

/**
 * Services without ports or target, and fields that a Service of its type must not have.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/
 */
export function* checkServices(object: Field, kind: string): Iterable<SchemaViolation> {
  if (kind !== 'v1/Service') return;
  const spec = object.at('spec');
  if (!spec.isSet) {
    yield missingField(spec, 'the ports and the selector of the Service');
    return;
  }
  const type = spec.at('type').text || 'ClusterIP';
  const isExposed = EXPOSED.includes(type);
  if (type === 'ExternalName') yield* checkExternalName(spec.at('externalName'));
  yield* checkPorts(spec, type, isExposed);
  yield* checkAddresses(spec, type, isExposed);
  for (const [key, value] of spec.at('selector').entries) yield* selectedLabel(key, value);
}

function* checkExternalName(name: Field): Iterable<SchemaViolation> {
  if (name.isEmpty) yield missingField(name, 'the DNS name that the Service resolves to');
  else yield* nameSyntax(name, dnsSubdomain, 'target', name.text?.replace(/\.$/, ''));
}

function* checkPorts(spec: Field, type: string, isExposed: boolean): Iterable<SchemaViolation> {
  const ports = spec.at('ports').items;
  if (ports.length === 0 && spec.at('clusterIP').value !== 'None' && type !== 'ExternalName')
    yield notAllowed(spec.at('ports'), {
      got: 'no port',
      expected: 'at least one port, because the Service is not headless',
      fix: 'Add a port.',
    });
  const nodePorts = new Map<string, Field>();
  for (const port of ports) {
    yield* checkPort(port, ports.length > 1);
    const nodePort = port.at('nodePort');
    if (nodePort.number === undefined || nodePort.number === 0) continue;
    if (!isExposed)
      yield notAllowed(nodePort, {
        expected: `none, because the type is ${type}`,
        fix: 'Remove it, or set the type to NodePort or LoadBalancer.',
      });
    const key = `${nodePort.number} ${port.at('protocol').value ?? 'TCP'}`;
    const first = nodePorts.get(key);
    if (first === undefined) nodePorts.set(key, port);
    else yield duplicateKey(nodePort, `a nodePort that ${first.path} does not have`, { fix: 'Use another node port.' });
  }
}

function* checkPort(port: Field, isOneOfSeveral: boolean): Iterable<SchemaViolation> {
  const name = port.at('name');
  const target = port.at('targetPort');
  if (isOneOfSeveral && name.isEmpty) yield missingField(name, 'a name, because the Service has several ports');
  yield* nameSyntax(name, dnsLabel, 'port');
  yield* portNumber(port.at('port'));
  if (target.value !== 0) yield* portNumber(target);
  yield* nameSyntax(target, portName, 'target');
  yield* qualifiedName(port.at('appProtocol'), 'Correct the name of the protocol.');
}
