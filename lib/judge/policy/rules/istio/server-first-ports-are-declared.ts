import { at } from '../../../../manifest/field-path.js';
import { listAt, numberAt, stringAt, valueAt } from '../../../../manifest/read.js';
import { hasSidecar } from '../../../model/istio/injection.js';
import { protocolOf } from '../../../model/istio/port-protocol.js';
import { portsOf, resolvePort } from '../../../model/pods/ports.js';
import { defineRule } from '../../rule.js';

const example = (name: string) => `
apiVersion: v1
kind: Service
metadata: { name: nats, namespace: apps }
spec: { selector: { app: nats }, ports: [{ name: ${name}, port: 4222 }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: nats, namespace: apps, labels: { app: nats } }
spec: { containers: [{ name: nats, ports: [{ name: client, containerPort: 4222 }] }] }
`;

/** Protocols whose server speaks first, by port. */
const SERVER_FIRST: Readonly<Record<number, string>> = {
  21: 'FTP',
  22: 'SSH',
  25: 'SMTP',
  110: 'POP3',
  143: 'IMAP',
  587: 'SMTP',
  3306: 'MySQL',
  4222: 'NATS',
  6222: 'NATS routes',
  7422: 'NATS leafnodes',
};
const RIGHT = ['TCP', 'MySQL', 'TLS', 'HTTPS'];

export default defineRule({
  id: 'istio/server-first-ports-are-declared',
  severity: 'error',
  scope: 'object',
  summary: 'A port whose server speaks first is declared as TCP.',
  rationale:
    'A proxy that waits for the first bytes of the client waits without an end where the server greets first, as MySQL, SMTP and NATS do: callers hang until they give up.',
  source: 'https://istio.io/latest/docs/ops/deployment/application-requirements/#server-first-protocols',
  appliesTo: ['Service'],
  passes: example('tcp-client'),
  fails: example('client'),
  *check(resource, cluster) {
    const pods = cluster.podsBehind(resource).filter((pod) => hasSidecar(pod, cluster));
    for (const [index, port] of listAt(resource.object, 'spec', 'ports').entries()) {
      const declared = protocolOf(port);
      if (declared !== undefined && RIGHT.includes(declared)) continue;
      const number = numberAt(port, 'port');
      const targets = pods.flatMap((pod) => {
        const target = resolvePort(pod, valueAt(port, 'targetPort') ?? number);
        const named = portsOf(pod).find((each) => each.number === target)?.name ?? '';
        const word = /^(mysql|nats|smtp|ftp|ssh|imap|pop3)(-|$)/.exec(named)?.[1];
        return [word, target === undefined ? undefined : SERVER_FIRST[target]].flatMap((each) => each ?? []);
      });
      const [protocol] = targets;
      if (protocol === undefined) continue;
      yield {
        path: at('spec', 'ports', index, stringAt(port, 'appProtocol') === undefined ? 'name' : 'appProtocol'),
        got: `${stringAt(port, 'appProtocol') ?? stringAt(port, 'name') ?? 'nothing'} for port ${number ?? ''}, behind which ${protocol} is spoken${declared === undefined ? '' : ` and not ${declared}`}`,
        expected: protocol === 'MySQL' ? 'mysql or tcp, alone or before a hyphen' : 'tcp, alone or before a hyphen',
        fix: `Name the port ${protocol === 'MySQL' ? 'mysql' : 'tcp-<name>'}, or set appProtocol: tcp. As it is, the proxy waits for the client while the client waits for the greeting of the server: connections hang.`,
      };
    }
  },
});
