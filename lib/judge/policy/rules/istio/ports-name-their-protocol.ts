import { Field } from '../../../../manifest/field.js';
import { objectLabel } from '../../../../manifest/object.js';
import { stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { INJECTION, isGateway, isInMesh, mayBeInMesh, runsIstio } from '../../../model/istio/injection.js';
import { protocolField, protocolOf } from '../../../model/istio/port-protocol.js';
import { portsOfService } from '../../../model/istio/service-ports.js';
import { namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const example = (name: string) => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: ${name}, port: 8080 }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
`;

export default defineRule<Field>({
  id: 'istio/ports-name-their-protocol',
  severity: 'warning',
  scope: 'object',
  summary: 'Every port of a Service in the mesh names its protocol.',
  rationale:
    'Without a name such as http-web or an appProtocol the proxy looks at the first bytes of each connection. It waits for them, treats unknown protocols as TCP, and then applies neither routes nor HTTP rules of authorization.',
  source: 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
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
  passes: example('http-web'),
  fails: example('web'),
  about: (service, cluster) => {
    // Istio writes the Services of gateways that it deploys.
    if (Field.of(service).at('metadata', 'labels', 'gateway.istio.io/managed').text !== undefined) return [];
    const isConcerned =
      isExternalInMesh(service, cluster) ||
      podsOf(service, cluster).some((pod) => isInMesh(pod, cluster) || mayBeInMesh(pod, cluster));
    return isConcerned ? portsOfService(service) : [];
  },
  *check(port, cluster) {
    const service = port.resource;
    const external = Field.of(service).at('spec', 'type').text === 'ExternalName';
    const opens = external && port.at('name').text === 'tcp';
    if (protocolOf(port) !== undefined && !opens) return;
    const meshed = podsOf(service, cluster).find((pod) => isInMesh(pod, cluster));
    if (meshed === undefined && !(external && cluster.namespace(namespaceOf(service)) !== undefined)) {
      yield notJudged(`Namespace ${namespaceOf(service)} is not among the files`);
      return;
    }
    const field = protocolField(port);
    yield field.violation({
      got: `${field.text ?? 'nothing'} for port ${port.at('port').number ?? ''}${meshed === undefined ? '' : ` of ${objectLabel(meshed.resource.object)}`}`,
      expected: opens
        ? 'a name such as tls or http, whose connections name the host'
        : 'http, http2, https, grpc, tcp, tls, mysql, mongo or redis, alone or before a hyphen; or an appProtocol',
      effect: external
        ? 'The port is treated as TCP: the proxy sends every connection to it, whatever the host, to this Service.'
        : 'The proxy guesses the protocol from the first bytes. If it treats a connection as TCP, timeouts, retries and the paths and methods of AuthorizationPolicies do not apply.',
      fix: 'Name the protocol.',
    });
  },
});

function podsOf(service: Resource, cluster: ClusterIndex): readonly PodTemplate[] {
  return cluster.podsBehind(service).filter((pod) => !isGateway(pod));
}

/** Whether a Service represents a host outside the cluster, in a namespace that is, or may be, in the mesh. */
function isExternalInMesh(service: Resource, cluster: ClusterIndex): boolean {
  if (Field.of(service).at('spec', 'type').text !== 'ExternalName') return false;
  const namespace = cluster.namespace(namespaceOf(service));
  if (namespace === undefined) return runsIstio(cluster);
  return stringsAt(namespace.object, 'metadata', 'labels')[INJECTION] === 'enabled';
}
