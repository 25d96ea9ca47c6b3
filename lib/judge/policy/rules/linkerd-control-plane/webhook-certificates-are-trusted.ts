import { coversAddress } from '../../../../formats/x509/address.js';
import { Field, type Violation } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { stringAt, stringListAt } from '../../../../manifest/read.js';
import { shown } from '../../../../manifest/shown.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import {
  MUTATING,
  secretOfServer,
  serverOfWebhook,
  VALIDATING,
  type Webhook,
  webhooksOf,
} from '../../../model/linkerd-control-plane/webhooks.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { certificatesIn, isIssuedBelow } from '../../../model/trust/known-certificates.js';
import { secretText } from '../../../model/trust/secret-data.js';
import { webhookCertificate, webhookExample } from '../../examples/linkerd-webhook.js';
import { type NotJudged, notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const INJECT_FROM = 'cert-manager.io/inject-ca-from';
const INJECT_FROM_SECRET = 'cert-manager.io/inject-ca-from-secret';
const INJECT_API_SERVER = 'cert-manager.io/inject-apiserver-ca';

export default defineRule({
  id: 'linkerd-control-plane/webhook-certificates-are-trusted',
  severity: 'error',
  scope: 'object',
  summary: "The API server knows the CA of Linkerd's webhooks, and their certificates have the right names.",
  rationale:
    'If the API server cannot verify a certificate, it is as if the webhook did not exist: pods are rejected, or start without a proxy silently.',
  source: 'https://linkerd.io/2-edge/tasks/automatically-rotating-webhook-tls-credentials/',
  appliesTo: [MUTATING, VALIDATING],
  reads: [...POD_KINDS, 'ConfigMap', 'Namespace', 'Secret', 'Service', 'cert-manager.io/Certificate'],
  passes: webhookExample({ annotations: `{ ${INJECT_FROM}: linkerd/linkerd-proxy-injector }` }) + webhookCertificate(),
  fails: webhookExample(),
  about: (resource, cluster) => {
    const annotations = Field.of(resource).at('metadata', 'annotations');
    return everyInstall(cluster).length === 0
      ? []
      : webhooksOf(resource).map((webhook) => ({
          webhook,
          annotations,
          bundle: webhook.field.at('clientConfig', 'caBundle'),
        }));
  },
  *check({ webhook, annotations, bundle }, cluster) {
    const source = annotations.at(INJECT_FROM);
    const injected = [INJECT_FROM, INJECT_FROM_SECRET, INJECT_API_SERVER].some(
      (key) => annotations.at(key).text !== undefined,
    );
    if (source.text !== undefined) {
      yield* violationsOfCertificate(source, webhook, cluster);
    } else if ((bundle.text ?? '') !== '') {
      yield* violationsOfBundle(bundle, webhook, cluster);
    } else if (injected) {
      yield notJudged('the CA that cert-manager injects is not among the files', annotations);
    } else {
      yield bundle.violation({
        got: 'nothing',
        expected: `a CA, or the annotation ${INJECT_FROM}`,
        effect: 'The API server trusts no certificate of the webhook.',
        fix: 'Add the CA.',
      });
    }
  },
});

/** cert-manager copies the CA of this Certificate into the webhook. */
function* violationsOfCertificate(
  field: Field,
  webhook: Webhook,
  cluster: ClusterIndex,
): Generator<Violation | NotJudged> {
  const source = field.text ?? '';
  const [namespace = '', name = '', ...more] = source.split('/');
  const certificate = more.length > 0 ? undefined : cluster.find(CERTIFICATE, namespace, name);
  if (certificate === undefined) {
    yield field.violation({
      expected: 'namespace/name of a Certificate among the files',
      effect: 'Until then cert-manager adds no CA to the webhook.',
      fix: 'Correct the annotation, or add the Certificate.',
    });
    return;
  }
  const { service } = webhook;
  const names = stringListAt(certificate.object, 'spec', 'dnsNames');
  const host = service && `${service.name}.${service.namespace}.svc`;
  if (host !== undefined && !coversAddress({ dnsNames: names }, host)) {
    yield field.violation({
      got: `Certificate ${source} for ${listed(names) || 'no name'}`,
      expected: `one for ${host}`,
      fix: `Add ${host} to its dnsNames.`,
    });
  }
  const server = serverOfWebhook(webhook, cluster);
  const mounted = server && secretOfServer(server);
  const secret = stringAt(certificate.object, 'spec', 'secretName');
  if (mounted === undefined) yield notJudged('the Secret that the webhook server mounts is not known');
  if (mounted === undefined || (mounted === secret && namespace === server?.pod.namespace)) return;
  yield field.violation({
    got: `Certificate ${source}, written to Secret ${namespace}/${shown(secret)}`,
    expected: `one that is written to Secret ${server?.pod.namespace}/${mounted}, which container ${server?.container.name} mounts`,
    fix: 'Name the Certificate of this webhook, or correct its secretName.',
  });
}

function* violationsOfBundle(field: Field, webhook: Webhook, cluster: ClusterIndex): Generator<Violation | NotJudged> {
  const anchors = certificatesIn(Buffer.from(field.text ?? '', 'base64').toString('utf8'));
  if (anchors.length === 0) {
    yield field.violation({
      got: 'no certificate in base64',
      expected: 'the certificate of a CA as PEM, in base64',
      fix: 'Encode the whole PEM text.',
    });
    return;
  }
  const server = serverOfWebhook(webhook, cluster);
  const name = server && secretOfServer(server);
  const secret = name === undefined ? undefined : cluster.find('Secret', server?.pod.namespace ?? '', name);
  const [leaf, ...intermediates] = certificatesIn(secretText(secret, 'tls.crt') ?? '');
  const { service } = webhook;
  if (leaf === undefined || service === undefined) {
    yield notJudged('the certificate of the webhook server is not among the files');
    return;
  }
  if (!isIssuedBelow(leaf, anchors, intermediates)) {
    yield field.violation({
      got: `a CA that did not sign the certificate in Secret ${name}`,
      expected: `the CA '${leaf.issuer}', or the certificate itself`,
      fix: 'Write the CA of the certificate in the Secret.',
    });
  }
  const host = `${service.name}.${service.namespace}.svc`;
  if (coversAddress(leaf.alternativeNames, host)) return;
  yield field.violation({
    got: `a certificate in Secret ${name} for ${listed(leaf.alternativeNames.dnsNames) || 'no name'}`,
    expected: `one for ${host}`,
    fix: 'Issue it for the name that the API server requests.',
  });
}
