import type { Fault } from '../../../../diagnostic.js';
import { scanPem } from '../../../../formats/x509/pem.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import type { JsonObject } from '../../../../manifest/object.js';
import { listAt, stringAt, stringsAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type GatewayServer, podsOfGateway, serversOf } from '../../../model/istio/gateway-servers.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { certificateIn } from '../../../model/trust/anchors.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { namespacesThatWrite, writersOfSecret } from '../../../model/trust/secrets.js';
import { defineRule } from '../../rule.js';

const example = (namespace: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: apps }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [web.example.org], tls: { mode: SIMPLE, credentialName: web-tls } }] }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: ${namespace} }
spec: { secretName: web-tls, issuerRef: { name: ca, kind: ClusterIssuer } }
---
apiVersion: v1
kind: Pod
metadata: { name: ingress, namespace: edge, labels: { istio: ingress } }
spec: { containers: [{ name: istio-proxy, image: auto }] }
`;

export default defineRule({
  id: 'istio/gateway-credentials-exist',
  severity: 'error',
  scope: 'object',
  summary: 'The Secret of every server is written in the namespace of the gateway pods, with a certificate and a key.',
  rationale:
    'A gateway reads credentialName in the namespace of its pods, wherever the Gateway and the application are. Where it finds nothing it shows no certificate, and every handshake fails.',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/#troubleshooting',
  appliesTo: [GATEWAY],
  passes: example('edge'),
  fails: example('apps'),
  *check(resource, cluster) {
    const namespaces = [...new Set(podsOfGateway(resource, cluster).map(({ namespace }) => namespace))].sort();
    for (const server of serversOf(resource)) {
      for (const { path, name } of credentialsOf(server)) {
        const [first, ...others] = namespaces.flatMap(
          (namespace) =>
            reportOf(path, namespace, name, cluster) ?? contentReport(path, namespace, name, cluster) ?? [],
        );
        if (first === undefined) continue;
        const more = others.length === 0 ? '' : `; so too in ${others.length} more of the namespaces of its pods`;
        yield { ...first, got: `${first.got}${more}` };
      }
    }
  },
});

/** The Secrets that a server names. Names with a scheme come from files or from other stores. */
function credentialsOf({ server, path }: GatewayServer): readonly { readonly path: string; readonly name: string }[] {
  const one = stringAt(server, 'tls', 'credentialName');
  const several = listAt(server, 'tls', 'credentialNames').map((name, index) => ({
    path: at(path, 'tls', 'credentialNames', index),
    name,
  }));
  return [{ path: at(path, 'tls', 'credentialName'), name: one ?? '' }, ...several].flatMap((each) =>
    typeof each.name === 'string' && each.name !== '' && !each.name.includes('://')
      ? [{ path: each.path, name: each.name }]
      : [],
  );
}

function reportOf(path: string, namespace: string, name: string, cluster: ClusterIndex): Fault | undefined {
  if (writersOfSecret(cluster, `${namespace}/${name}`).length > 0) return undefined;
  const elsewhere = namespacesThatWrite(cluster, name);
  // Where no Secret is written at all, they are delivered apart from the manifests.
  if (elsewhere.length === 0 && !isIssued(cluster)) return undefined;
  return {
    path,
    got: `${name}, which ${elsewhere.length === 0 ? 'nobody writes' : `is written in namespace ${listed(elsewhere)} alone`}`,
    expected: `a Secret of namespace ${namespace}, where the gateway pods are`,
    fix: `Write the Certificate or Secret in namespace ${namespace}. As it is, the gateway has no certificate to show, and every TLS handshake fails.`,
  };
}

function isIssued(cluster: ClusterIndex): boolean {
  return cluster.ofKind(CERTIFICATE).length + cluster.ofKind('Secret').length > 0;
}

/** What is wrong with a Secret that is spelled out. Names of keys are shown, values are not. */
function contentReport(path: string, namespace: string, name: string, cluster: ClusterIndex): Fault | undefined {
  const secret = cluster.find('Secret', namespace, name);
  if (secret === undefined || writersOfSecret(cluster, `${namespace}/${name}`).length > 1) return undefined;
  const texts = textsOf(secret.object);
  // A Secret without data is filled in where it runs.
  if (Object.keys(texts).length === 0) return undefined;
  const pair = [
    ['tls.crt', 'tls.key'],
    ['cert', 'key'],
  ].find(([certificate, key]) => texts[certificate ?? ''] && texts[key ?? '']);
  const common = {
    path,
    expected: 'tls.crt with a certificate, and tls.key',
    fix: 'Correct the Secret; as it is, the gateway has no certificate to show, and every TLS handshake fails.',
  };
  if (pair === undefined) return { ...common, got: `${name}, which has the keys ${listed(Object.keys(texts).sort())}` };
  const blocks = scanPem('', texts[pair[0] ?? ''] ?? '').blocks;
  if (blocks.some((block) => certificateIn(block) !== undefined)) return undefined;
  return { ...common, got: `${name}, whose ${pair[0]} holds no certificate that can be read` };
}

function textsOf(secret: JsonObject): Readonly<Record<string, string>> {
  const encoded = Object.entries(stringsAt(secret, 'data')).map(([key, value]) => [key, decoded(value)] as const);
  return { ...Object.fromEntries(encoded), ...stringsAt(secret, 'stringData') };
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
