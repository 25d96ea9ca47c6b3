import { listenerOf } from '../../../model/nats/listeners.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/web-listeners-use-tls',
  severity: 'warning',
  summary: 'WebSocket and MQTT listeners speak TLS.',
  rationale:
    'Browsers and devices stand outside of the cluster, where no mesh encrypts their passwords. The server does not start with a websocket block that has neither tls nor no_tls.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/websocket/websocket_conf',
  passes: `
websocket { port: 8443, tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key } }`,
  fails: `
websocket { port: 8080, no_tls: true }`,
  *check({ root }) {
    for (const kind of ['websocket', 'mqtt'] as const) {
      const tls = root.at(kind, 'tls');
      if (listenerOf(root, kind) === undefined || !tls.absent) continue;
      yield {
        node: tls,
        expected: 'a tls block with cert_file and key_file',
        fix: 'Add it; where a proxy in front of the server ends TLS, waive this and let nobody else reach the port.',
      };
    }
  },
});
