import { confsIn } from '../../../model/nats/confs.js';
import { listenerOf } from '../../../model/nats/listeners.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown, unknownPorts } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/web-listeners-use-tls',
  severity: 'warning',
  scope: 'object',
  summary: 'WebSocket and MQTT listeners use TLS.',
  rationale:
    'Browsers and devices are outside the cluster, where no mesh encrypts their passwords. The server does not start with a websocket block that has neither tls nor no_tls.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/websocket/websocket_conf',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
websocket { port: 8443, tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key } }`),
  fails: serverExample(`
websocket { port: 8080, no_tls: true }`),
  *about(configMap, cluster) {
    for (const { root } of confsIn(configMap, cluster)) {
      for (const kind of ['websocket', 'mqtt'] as const) {
        if (listenerOf(root, kind) !== undefined) yield root.at(kind, 'tls');
        else yield* unknownPorts(root, kind);
      }
    }
  },
  *check(tls) {
    if (tls.unknown) yield* notKnown(tls);
    else if (tls.absent) {
      yield tls.violation({
        expected: 'a tls block with cert_file and key_file',
        fix: 'Add it. If a proxy in front of the server terminates TLS, waive this and let only the proxy reach the port.',
      });
    }
  },
});
