import type { Field } from '../../../../manifest/field.js';
import { hasSidecar, mayBeInMesh } from '../../../model/istio/injection.js';
import { protocolField, protocolOf } from '../../../model/istio/port-protocol.js';
import { portsOfService, targetOf } from '../../../model/istio/service-ports.js';
import { namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { notJudged } from '../../outcome.js';
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

export default defineRule<Field>({
  id: 'istio/server-first-ports-are-declared',
  severity: 'error',
  scope: 'object',
  summary: 'A port whose server speaks first is declared as TCP.',
  rationale:
    'A proxy that waits for the first bytes of the client waits forever where the server greets first, as MySQL, SMTP and NATS do: callers hang until they give up.',
  source: 'https://istio.io/latest/docs/ops/deployment/application-requirements/#server-first-protocols',
  appliesTo: ['Service'],
  reads: [
    ...POD_KINDS,
    '*',
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
  ],
  passes: example('tcp-client'),
  fails: example('client'),
  about: (service, cluster) => {
    const pods = cluster.podsBehind(service);
    const isConcerned = pods.some((pod) => hasSidecar(pod, cluster) || mayBeInMesh(pod, cluster));
    return isConcerned ? portsOfService(service) : [];
  },
  *check(port, cluster) {
    const declared = protocolOf(port);
    if (declared !== undefined && RIGHT.includes(declared)) return;
    const pods = cluster.podsBehind(port.resource);
    const proxied = pods.filter((pod) => hasSidecar(pod, cluster));
    const [protocol] = proxied.flatMap((pod) => serverFirstProtocols(port, pod));
    if (protocol === undefined) {
      const maybe = pods.filter((pod) => mayBeInMesh(pod, cluster));
      if (maybe.some((pod) => serverFirstProtocols(port, pod).length > 0)) {
        yield notJudged(`Namespace ${namespaceOf(port.resource)} is not among the files`);
      }
      return;
    }
    const field = protocolField(port);
    yield field.violation({
      got: `${field.text ?? 'nothing'} for port ${port.at('port').number ?? ''}, where pods speak ${protocol}${declared === undefined ? '' : ` and not ${declared}`}`,
      expected: protocol === 'MySQL' ? 'mysql or tcp, alone or before a hyphen' : 'tcp, alone or before a hyphen',
      effect: 'The proxy waits for the client while the client waits for the greeting of the server: connections hang.',
      fix: `Name the port ${protocol === 'MySQL' ? 'mysql' : 'tcp-<name>'}, or set appProtocol: tcp.`,
    });
  },
});

/** The protocols in which a server speaks first that the names and numbers of ports show. */
function serverFirstProtocols(port: Field, pod: PodTemplate): readonly string[] {
  const target = targetOf(port, pod);
  const named = portsOf(pod).find((each) => each.number === target)?.name ?? '';
  const word = /^(mysql|nats|smtp|ftp|ssh|imap|pop3)(-|$)/.exec(named)?.[1];
  return [word, target === undefined ? undefined : SERVER_FIRST[target]].flatMap((each) => each ?? []);
}
