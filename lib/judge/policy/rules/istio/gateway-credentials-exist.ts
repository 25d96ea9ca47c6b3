import { scanPem } from '../../../../formats/x509/pem.js';
import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type GatewayServer, podsOfGateway, serversOf } from '../../../model/istio/gateway-servers.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { certificateIn } from '../../../model/trust/anchors.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { namespacesThatWrite, writersOfSecret } from '../../../model/trust/secrets.js';
import { isNotJudged, notJudged, type Outcome } from '../../outcome.js';
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

export default defineRule<Field>({
  id: 'istio/gateway-credentials-exist',
  severity: 'error',
  scope: 'object',
  summary: 'The Secret of every server exists in the namespace of the gateway pods, with a certificate and a key.',
  rationale:
    'A gateway reads credentialName in the namespace of its pods, wherever the Gateway and the application are. If there is no Secret, it has no certificate, and every handshake fails.',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/#troubleshooting',
  appliesTo: [GATEWAY],
  reads: [
    ...POD_KINDS,
    'Namespace',
    'Secret',
    'bitnami.com/SealedSecret',
    'cert-manager.io/Certificate',
    'external-secrets.io/ExternalSecret',
  ],
  passes: example('edge'),
  fails: example('apps'),
  about: (resource) => serversOf(resource).flatMap(credentialsOf),
  *check(credential, cluster) {
    if (credential.shown.includes('://')) {
      yield notJudged(`${credential.shown} is in a file or a store outside Kubernetes`);
      return;
    }
    const pods = podsOfGateway(credential.resource, cluster);
    if (pods.length === 0) yield notJudged('no pod that the Gateway selects is among the files');
    const namespaces = [...new Set(pods.map(({ namespace }) => namespace))].sort();
    const outcomes = namespaces.flatMap((namespace) => outcomeIn(namespace, credential, cluster) ?? []);
    const [first, ...others] = outcomes.filter((outcome) => !isNotJudged(outcome));
    if (first === undefined) {
      yield* outcomes;
    } else {
      const more = others.length === 0 ? '' : `; the same in ${others.length} more of the namespaces of its pods`;
      yield isNotJudged(first) ? first : { ...first, got: `${first.got}${more}` };
    }
  },
});

const EFFECT = 'The gateway has no certificate, and every TLS handshake fails.';

/** The Secrets that a server names, and credentials of other stores, whose names have a scheme. */
function credentialsOf({ field }: GatewayServer): readonly Field[] {
  const tls = field.at('tls');
  return [tls.at('credentialName'), ...tls.at('credentialNames').items].filter(({ text = '' }) => text !== '');
}

function outcomeIn(namespace: string, credential: Field, cluster: ClusterIndex): Outcome | undefined {
  const name = credential.shown;
  if (writersOfSecret(cluster, `${namespace}/${name}`).length > 0) return contentFault(namespace, credential, cluster);
  const elsewhere = namespacesThatWrite(cluster, name);
  // Where the files write no Secret at all, Secrets are delivered in another way.
  if (elsewhere.length === 0 && cluster.ofKind(CERTIFICATE, 'Secret').length === 0) {
    return notJudged('no Secret and no Certificate is among the files');
  }
  return credential.violation({
    got: `${name}, which ${elsewhere.length === 0 ? 'no Secret or Certificate creates' : `exists only in namespace ${listed(elsewhere)}`}`,
    expected: `a Secret of namespace ${namespace}, where the gateway pods are`,
    effect: EFFECT,
    fix: `Create the Certificate or Secret in namespace ${namespace}.`,
  });
}

/** What is wrong with a Secret whose data is in the files. Names of keys are shown, values are not. */
function contentFault(namespace: string, credential: Field, cluster: ClusterIndex): Outcome | undefined {
  const name = credential.shown;
  const secret = cluster.find('Secret', namespace, name);
  if (secret === undefined || writersOfSecret(cluster, `${namespace}/${name}`).length > 1) return undefined;
  const texts = textsOf(secret);
  // A Secret without data is filled in where it runs.
  if (Object.keys(texts).length === 0) return notJudged(`Secret ${namespace}/${name} has no data in the files`);
  const pair = [
    ['tls.crt', 'tls.key'],
    ['cert', 'key'],
  ].find(([certificate, key]) => texts[certificate ?? ''] && texts[key ?? '']);
  const fault = (got: string) =>
    credential.violation({
      got: `${name}, ${got}`,
      expected: 'tls.crt with a certificate, and tls.key',
      effect: EFFECT,
      fix: 'Correct the Secret.',
    });
  if (pair === undefined) return fault(`which has the keys ${listed(Object.keys(texts).sort())}`);
  const blocks = scanPem('', texts[pair[0] ?? ''] ?? '').blocks;
  if (blocks.some((block) => certificateIn(block) !== undefined)) return undefined;
  return fault(`whose ${pair[0]} contains no readable certificate`);
}

function textsOf(secret: Resource): Readonly<Record<string, string>> {
  const data = Object.entries(Field.of(secret).at('data').textEntries);
  const decoded = data.map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')] as const);
  return { ...Object.fromEntries(decoded), ...Field.of(secret).at('stringData').textEntries };
}
