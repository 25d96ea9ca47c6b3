import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { checkClientTls } from './client-tls.js';
import { checkConnectionPool } from './connection-pool.js';
import { domainOrAddress } from './hosts.js';
import { checkLoadBalancer } from './load-balancer.js';

const PER_PORT = ['connectionPool', 'loadBalancer', 'outlierDetection', 'tls'];
const FIELDS = [...PER_PORT, 'portLevelSettings', 'proxyProtocol', 'retryBudget', 'tunnel'];
const TUNNELS = ['CONNECT', 'POST'];

/** Traffic policies that are empty, or that contradict themselves. */
export function* checkTrafficPolicy(policy: Field, namespace: string): Iterable<SchemaViolation> {
  if (!policy.isSet) return;
  const tunnel = policy.at('tunnel');
  yield* checkParts(policy, namespace);
  if (FIELDS.every((field) => !policy.at(field).isSet))
    yield notAllowed(policy, {
      got: 'a policy with none of them',
      expected: `one of ${FIELDS.join(', ')}`,
      fix: 'Add one of them, or remove the field.',
    });
  if (tunnel.isSet && policy.at('proxyProtocol').isSet)
    yield notAllowed(tunnel, {
      got: 'a tunnel together with proxyProtocol',
      expected: 'one of them',
      fix: 'Remove one of the two.',
    });
  if (tunnel.isSet) yield* checkTunnel(tunnel);
  for (const settings of policy.at('portLevelSettings').items) {
    const port = settings.at('port');
    if (!port.isSet) yield missingField(port, 'the port that the settings are for');
    if (PER_PORT.every((field) => !settings.at(field).isSet))
      yield notAllowed(settings, {
        got: 'settings with none of them',
        expected: `one of ${PER_PORT.join(', ')}`,
        fix: 'Add one of them, or remove it.',
      });
    yield* checkParts(settings, namespace);
  }
}

function* checkParts(policy: Field, namespace: string): Iterable<SchemaViolation> {
  yield* checkConnectionPool(policy.at('connectionPool'));
  yield* checkLoadBalancer(policy.at('loadBalancer'));
  yield* checkOutliers(policy.at('outlierDetection'));
  yield* checkClientTls(policy.at('tls'), namespace);
}

function* checkOutliers(detection: Field): Iterable<SchemaViolation> {
  const failures = detection.at('consecutiveLocalOriginFailures');
  const isSplit = detection.at('splitExternalLocalOriginErrors').value === true;
  if (failures.number === undefined || failures.number <= 0 || isSplit) return;
  yield notAllowed(failures, {
    got: `${failures.number}, without splitExternalLocalOriginErrors`,
    expected: 'splitExternalLocalOriginErrors: true with it, because otherwise they are not counted separately',
    fix: 'Add splitExternalLocalOriginErrors: true.',
  });
}

function* checkTunnel(tunnel: Field): Iterable<SchemaViolation> {
  const protocol = tunnel.at('protocol');
  if (protocol.text !== undefined && protocol.text !== '' && !TUNNELS.includes(protocol.text))
    yield notAllowed(protocol, { expected: TUNNELS.join(' or '), fix: 'Use one of them.' });
  yield* domainOrAddress(tunnel.at('targetHost'));
}
