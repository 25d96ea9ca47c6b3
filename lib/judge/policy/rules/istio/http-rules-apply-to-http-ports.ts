import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  type AccessRule,
  actionOf,
  coversPort,
  type HttpPart,
  httpPartsOf,
  operationsOf,
  rulesOf,
} from '../../../model/istio/access-rules.js';
import { isGateway } from '../../../model/istio/injection.js';
import { AUTHORIZATION_POLICY, podsSelectedBy } from '../../../model/istio/selectors.js';
import { inboundPorts, type ServicePort, servicePortsOf } from '../../../model/istio/service-ports.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

interface HttpRule {
  readonly rule: AccessRule;
  readonly part: HttpPart;
}

export default defineRule<HttpRule>({
  id: 'istio/http-rules-apply-to-http-ports',
  severity: 'error',
  scope: 'object',
  summary: 'Rules on hosts, methods, paths, headers or tokens apply to ports where Istio reads HTTP.',
  rationale:
    'At a TCP port Istio ignores a rule of an ALLOW policy that has such a field, and drops the field from a DENY rule, which then refuses everything.',
  source: 'https://istio.io/latest/docs/tasks/security/authorization/authz-tcp/',
  appliesTo: [AUTHORIZATION_POLICY],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'Service',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('http-web'),
  fails: example('tcp-web'),
  about: (policy, cluster) => {
    const action = actionOf(policy);
    if ((action !== 'ALLOW' && action !== 'DENY') || isForGateways(policy, cluster)) return [];
    return rulesOf(policy).flatMap((rule) =>
      httpPartsOf(rule)
        .slice(0, 1)
        .map((part) => ({ rule, part })),
    );
  },
  *check({ rule, part }, cluster) {
    const pods = podsSelectedBy(rule.policy, cluster).filter((pod) => !isGateway(pod));
    if (pods.length === 0) yield notJudged('no pod that the policy selects is among the files');
    const met = firstTcpPort(rule, pods, cluster);
    const unknown = pods.find((pod) => isUnserved(pod, cluster));
    if (met === undefined && unknown !== undefined) {
      yield notJudged(`Namespace ${unknown.namespace} is not among the files, and no Service of the pods is`);
    }
    if (met === undefined) return;
    const { pod, port, servicePort } = met;
    yield part.field.violation({
      got: `${part.name} at ${pod.resource.object.metadata.name}:${port}, a TCP port: ${objectLabel(servicePort.service.object)} names the port ${servicePort.name ?? 'nothing'}`,
      expected: 'a port named http, http2 or grpc, or with such an appProtocol',
      effect: rule.action === 'ALLOW' ? 'The rule admits nobody there.' : 'The rule refuses every connection there.',
      fix: 'Name the port after its protocol, or list only HTTP ports in ports.',
    });
  },
});

/** Whether a Service that is not among the files may make a port of the pods a TCP port. */
function isUnserved(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return cluster.namespace(pod.namespace) === undefined && cluster.servicesOf(pod).length === 0;
}

function isForGateways(policy: Resource, cluster: ClusterIndex): boolean {
  const pods = podsSelectedBy(policy, cluster);
  return pods.length > 0 && pods.every(isGateway);
}

/** The first TCP port that a rule covers. An ALLOW rule that names no ports is at fault only if no port of the pods is HTTP. */
function firstTcpPort(rule: AccessRule, pods: readonly PodTemplate[], cluster: ClusterIndex) {
  const operations = operationsOf(rule);
  const namesPorts = operations.length > 0 && operations.every((each) => each.at('ports').texts.length > 0);
  const met = pods.flatMap((pod) =>
    inboundPorts(pod, cluster)
      .filter((port) => coversPort(rule, port))
      .map((port) => ({ pod, port, servicePort: tcpServicePort(pod, port, cluster) })),
  );
  if (rule.action === 'ALLOW' && !namesPorts && met.some(({ servicePort }) => servicePort === undefined)) {
    return undefined;
  }
  for (const { pod, port, servicePort } of met) if (servicePort !== undefined) return { pod, port, servicePort };
  return undefined;
}

/** The Service that makes a port a TCP port, where none makes it one of HTTP. */
function tcpServicePort(pod: PodTemplate, port: number, cluster: ClusterIndex): ServicePort | undefined {
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
