import type { Fault } from '../../../../diagnostic.js';
import { coversAddress } from '../../../../formats/x509/address.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { shown, stringAt, stringListAt, stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import {
  MUTATING,
  secretOfServer,
  serverOfWebhook,
  VALIDATING,
  type Webhook,
  webhooksOf,
} from '../../../model/linkerd-control-plane/webhooks.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { certificatesIn, isIssuedBelow } from '../../../model/trust/known-certificates.js';
import { secretText } from '../../../model/trust/secret-data.js';
import { webhookCertificate, webhookExample } from '../../examples/linkerd-webhook.js';
import { defineRule } from '../../rule.js';

const INJECT_FROM = 'cert-manager.io/inject-ca-from';
const INJECT_FROM_SECRET = 'cert-manager.io/inject-ca-from-secret';
const INJECT_API_SERVER = 'cert-manager.io/inject-apiserver-ca';

export default defineRule({
  id: 'linkerd-control-plane/webhook-certificates-are-trusted',
  severity: 'error',
  scope: 'object',
  summary: "The API server is told who signs the certificates of Linkerd's webhooks, and these bear the right names.",
  rationale:
    'A certificate that the API server cannot verify is as bad as no webhook at all: pods are refused, or start without a proxy and without a word.',
  source: 'https://linkerd.io/2-edge/tasks/automatically-rotating-webhook-tls-credentials/',
  appliesTo: [MUTATING, VALIDATING],
  passes: webhookExample({ annotations: `{ ${INJECT_FROM}: linkerd/linkerd-proxy-injector }` }) + webhookCertificate(),
  fails: webhookExample(),
  *check(resource, cluster) {
    if (controlPlaneInstallOf(cluster) === undefined) return;
    const annotations = stringsAt(resource.object, 'metadata', 'annotations');
    const source = annotations[INJECT_FROM];
    const injected = source ?? annotations[INJECT_FROM_SECRET] ?? annotations[INJECT_API_SERVER];
    for (const webhook of webhooksOf(resource)) {
      const bundle = stringAt(webhook.spec, 'clientConfig', 'caBundle') ?? '';
      if (injected === undefined && bundle === '') {
        yield {
          path: at(webhook.path, 'clientConfig', 'caBundle'),
          got: 'nothing',
          expected: `a CA, or the annotation ${INJECT_FROM}`,
          fix: 'Name the CA; without it the API server trusts no certificate of the webhook.',
        };
      } else if (source !== undefined) {
        yield* checkCertificate(source, webhook, cluster);
      } else if (bundle !== '') {
        yield* checkBundle(bundle, webhook, cluster);
      }
    }
  },
});

/** cert-manager copies the CA of this Certificate into the webhook. */
function* checkCertificate(source: string, webhook: Webhook, cluster: ClusterIndex): Generator<Fault> {
  const path = at('metadata', 'annotations', INJECT_FROM);
  const [namespace = '', name = '', ...more] = source.split('/');
  const certificate = more.length > 0 ? undefined : cluster.find(CERTIFICATE, namespace, name);
  if (certificate === undefined) {
    yield {
      path,
      got: source,
      expected: 'namespace/name of a Certificate that is among the objects',
      fix: 'Correct the annotation, or add the Certificate; cert-manager leaves the webhook without a CA until then.',
    };
    return;
  }
  const { service } = webhook;
  const names = stringListAt(certificate.object, 'spec', 'dnsNames');
  const host = service && `${service.name}.${service.namespace}.svc`;
  if (host !== undefined && !coversAddress({ dnsNames: names }, host)) {
    yield {
      path,
      got: `Certificate ${source} for ${listed(names) || 'no name'}`,
      expected: `one for ${host}`,
      fix: `Add ${host} to its dnsNames.`,
    };
  }
  const server = serverOfWebhook(webhook, cluster);
  const mounted = server && secretOfServer(server);
  const secret = stringAt(certificate.object, 'spec', 'secretName');
  if (mounted === undefined || (mounted === secret && namespace === server?.pod.namespace)) return;
  yield {
    path,
    got: `Certificate ${source}, written to Secret ${namespace}/${shown(secret)}`,
    expected: `one that is written to Secret ${server?.pod.namespace}/${mounted}, which container ${server?.container.name} mounts`,
    fix: 'Name the Certificate of this webhook, or correct its secretName.',
  };
}

function* checkBundle(bundle: string, webhook: Webhook, cluster: ClusterIndex): Generator<Fault> {
  const path = at(webhook.path, 'clientConfig', 'caBundle');
  const anchors = certificatesIn(Buffer.from(bundle, 'base64').toString('utf8'));
  if (anchors.length === 0) {
    yield {
      path,
      got: 'no certificate in base64',
      expected: 'the certificate of a CA as PEM, in base64',
      fix: 'Encode the PEM text as a whole.',
    };
    return;
  }
  const server = serverOfWebhook(webhook, cluster);
  const name = server && secretOfServer(server);
  const secret: Resource | undefined =
    name === undefined ? undefined : cluster.find('Secret', server?.pod.namespace ?? '', name);
  const [leaf, ...intermediates] = certificatesIn(secretText(secret, 'tls.crt') ?? '');
  const { service } = webhook;
  if (leaf === undefined || service === undefined) return;
  if (!isIssuedBelow(leaf, anchors, intermediates)) {
    yield {
      path,
      got: `a CA that did not sign the certificate in Secret ${name}`,
      expected: `the CA '${leaf.issuer}', or the certificate itself`,
      fix: 'Write the CA of the very certificate that the Secret holds.',
    };
  }
  const host = `${service.name}.${service.namespace}.svc`;
  if (coversAddress(leaf.alternativeNames, host)) return;
  yield {
    path,
    got: `a certificate in Secret ${name} for ${listed(leaf.alternativeNames.dnsNames) || 'no name'}`,
    expected: `one for ${host}`,
    fix: 'Issue it for the name that the API server asks for.',
  };
}
