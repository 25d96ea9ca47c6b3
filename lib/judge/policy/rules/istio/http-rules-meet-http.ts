import { objectLabel } from '../../../../manifest/object.js';
import { stringListAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  type AccessRule,
  actionOf,
  coversPort,
  httpPartsOf,
  operationsOf,
  rulesOf,
} from '../../../model/istio/access-rules.js';
import { isGateway } from '../../../model/istio/injection.js';
import { inboundPorts, type ServicePort, servicePortsOf } from '../../../model/istio/protocols.js';
import { AUTHORIZATION_POLICY, podsSelectedBy } from '../../../model/istio/selectors.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/http-rules-meet-http',
  severity: 'error',
  scope: 'object',
  summary: 'Rules on hosts, methods, paths, headers or tokens are for ports of which Istio reads HTTP.',
  rationale:
    'At a port whose bytes are passed on, a rule of an ALLOW policy that has such a field is left out as a whole, and a DENY rule loses the field and refuses everything.',
  source: 'https://istio.io/latest/docs/tasks/security/authorization/authz-tcp/',
  appliesTo: [AUTHORIZATION_POLICY],
  passes: example('http-web'),
  fails: example('tcp-web'),
  *check(resource, cluster) {
    const action = actionOf(resource);
    if (action !== 'ALLOW' && action !== 'DENY') return;
    const pods = podsSelectedBy(resource, cluster).filter((pod) => !isGateway(pod));
    for (const rule of rulesOf(resource)) {
      const [part] = httpPartsOf(rule);
      if (part === undefined) continue;
      const met = firstMet(rule, pods, cluster);
      if (met === undefined) continue;
      const { pod, port, servicePort } = met;
      const where = `${pod.resource.object.metadata.name}:${port}`;
      const named = `${objectLabel(servicePort.service.object)} names the port ${servicePort.name ?? 'nothing'}`;
      yield {
        path: part.path,
        got: `${part.name} at ${where}, whose bytes are passed on: ${named}`,
        expected: 'a port named http, http2 or grpc, or with such an appProtocol',
        fix:
          action === 'ALLOW'
            ? 'Name the port after its protocol, or list in ports those of HTTP: as it stands the rule lets nobody in there.'
            : 'Name the port after its protocol, or list in ports those of HTTP: as it stands the rule refuses every connection there.',
      };
    }
  },
});

/**
 * The first port of TCP that a rule is for. An ALLOW rule that names no ports is for whatever of the pods is HTTP, so it is at
 * fault only where nothing is.
 */
function firstMet(rule: AccessRule, pods: readonly PodTemplate[], cluster: ClusterIndex) {
  const operations = operationsOf(rule);
  const namesPorts =
    operations.length > 0 && operations.every(({ operation }) => stringListAt(operation, 'ports').length > 0);
  const met = pods.flatMap((pod) =>
    inboundPorts(pod, cluster)
      .filter((port) => coversPort(rule, port))
      .map((port) => ({ pod, port, servicePort: rawPort(pod, port, cluster) })),
  );
  if (rule.action === 'ALLOW' && !namesPorts && met.some(({ servicePort }) => servicePort === undefined))
    return undefined;
  for (const { pod, port, servicePort } of met) if (servicePort !== undefined) return { pod, port, servicePort };
  return undefined;
}

/** The Service that makes a port one of TCP, where none makes it one of HTTP. */
function rawPort(pod: PodTemplate, port: number, cluster: ClusterIndex): ServicePort | undefined {
  const ports = servicePortsOf(pod, port, cluster);
  return ports.every(({ traffic }) => traffic === 'tcp') ? ports[0] : undefined;
}

function example(name: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: ${name}, port: 80, targetPort: 8080 }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  selector: { matchLabels: { app: web } }
  rules: [{ to: [{ operation: { methods: [GET], ports: ["8080"] } }] }]
`;
}
