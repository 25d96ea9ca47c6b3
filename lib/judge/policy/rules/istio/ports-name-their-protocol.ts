import { at } from '../../../../manifest/field-path.js';
import { objectLabel } from '../../../../manifest/object.js';
import { listAt, numberAt, stringAt, stringsAt } from '../../../../manifest/read.js';
import { isGateway, isInMesh } from '../../../model/istio/injection.js';
import { protocolOf } from '../../../model/istio/port-protocol.js';
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

export default defineRule({
  id: 'istio/ports-name-their-protocol',
  severity: 'warning',
  scope: 'object',
  summary: 'Every port of a Service in the mesh says what protocol it speaks.',
  rationale:
    'Without a name such as http-web or an appProtocol the proxy looks at the first bytes of each connection. It waits for them, takes what it does not know for TCP, and then neither routes nor HTTP rules of authorization hold.',
  source: 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
  appliesTo: ['Service'],
  passes: example('http-web'),
  fails: example('web'),
  *check(resource, cluster) {
    const { object } = resource;
    const external = stringAt(object, 'spec', 'type') === 'ExternalName';
    if (stringsAt(object, 'metadata', 'labels')['gateway.istio.io/managed'] !== undefined) return;
    const pods = cluster.podsBehind(resource).filter((pod) => !isGateway(pod));
    const meshed = pods.find((pod) => isInMesh(pod, cluster));
    const namespace = stringsAt(
      cluster.namespace(object.metadata.namespace ?? 'default')?.object,
      'metadata',
      'labels',
    );
    const inMesh = meshed !== undefined || (external && namespace['istio-injection'] === 'enabled');
    if (!inMesh) return;
    for (const [index, port] of listAt(object, 'spec', 'ports').entries()) {
      const name = stringAt(port, 'name');
      const opens = external && name === 'tcp';
      if (protocolOf(port) !== undefined && !opens) continue;
      const path = at('spec', 'ports', index, stringAt(port, 'appProtocol') === undefined ? 'name' : 'appProtocol');
      yield {
        path,
        got: `${stringAt(port, 'appProtocol') ?? name ?? 'nothing'} for port ${numberAt(port, 'port') ?? ''}${meshed === undefined ? '' : ` of ${objectLabel(meshed.resource.object)}`}`,
        expected: opens
          ? 'a name such as tls or http, with which the host is told apart'
          : 'http, http2, https, grpc, tcp, tls, mysql, mongo or redis, alone or before a hyphen; or an appProtocol',
        fix: external
          ? 'Name the protocol. As it is, the port is taken for TCP: the proxy takes every connection to it, whatever the host, for this Service.'
          : 'Name the protocol. As it is, the proxy guesses it from the first bytes; where it takes a connection for TCP, timeouts, retries and the paths and methods of AuthorizationPolicies do not hold.',
      };
    }
  },
});
