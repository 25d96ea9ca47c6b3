import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { streamServers } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/liveness-probe-ignores-streams',
  severity: 'error',
  scope: 'object',
  summary: 'A liveness probe does not wait for streams.',
  rationale:
    'Plain /healthz fails until every stream and consumer has caught up. As a liveness probe it kills the server again and again while it catches up.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/monitoring#health-healthz',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: example('/healthz?js-enabled-only=true'),
  fails: example('/healthz'),
  about: streamServers,
  *check({ container }) {
    const path = container.field.at('livenessProbe', 'httpGet', 'path');
    if (path.text === undefined || !/^\/?healthz/.test(path.text)) return;
    if (/js-(enabled|server)(-only)?=(true|1)/.test(path.text)) return;
    yield path.violation({
      expected: '/healthz?js-enabled-only=true',
      fix: 'Check only that JetStream is on, and leave the rest to the readiness probe.',
    });
  },
});

function example(path: string): string {
  return serverExample('http_port: 8222\njetstream { store_dir: /data }', {
    container: [`livenessProbe: { httpGet: { path: "${path}", port: 8222 } }`],
  });
}
