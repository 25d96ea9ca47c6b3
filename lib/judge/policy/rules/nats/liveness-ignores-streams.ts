import { at } from '../../../../manifest/field-path.js';
import { stringAt } from '../../../../manifest/read.js';
import { keepsStreams } from '../../../model/nats/jetstream.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const conf = 'http_port: 8222\njetstream { store_dir: /data }';
const probe = (path: string) => ({ container: [`livenessProbe: { httpGet: { path: "${path}", port: 8222 } }`] });

export default defineServerPodRule({
  id: 'nats/liveness-ignores-streams',
  severity: 'error',
  summary: 'A liveness probe does not wait for streams.',
  rationale:
    'Plain /healthz fails until every stream and consumer has caught up. As a liveness probe it kills the server that is catching up, again and again.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/monitoring#health-healthz',
  passes: serverExample(conf, probe('/healthz?js-enabled-only=true')),
  fails: serverExample(conf, probe('/healthz')),
  *check(server) {
    if (!keepsStreams(server)) return;
    const path = stringAt(server.container.spec, 'livenessProbe', 'httpGet', 'path');
    if (path === undefined || !/^\/?healthz/.test(path) || /js-(enabled|server)(-only)?=(true|1)/.test(path)) return;
    yield {
      path: at(server.container.path, 'livenessProbe', 'httpGet', 'path'),
      got: path,
      expected: '/healthz?js-enabled-only=true',
      fix: 'Ask only whether JetStream is on; let the readiness probe ask for more.',
    };
  },
});
