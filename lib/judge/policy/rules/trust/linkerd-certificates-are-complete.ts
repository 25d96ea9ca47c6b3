import { listed } from '../../../../manifest/listed.js';
import { stringAt } from '../../../../manifest/read.js';
import { controlPlaneOf } from '../../../model/linkerd-control-plane/control-plane.js';
import { CERTIFICATE, IDENTITY_ISSUER_SECRET } from '../../../model/trust/certificates.js';
import { writersOfSecret } from '../../../model/trust/secrets.js';
import { defineRule } from '../../rule.js';

const WEBHOOKS = ['linkerd-policy-validator', 'linkerd-proxy-injector', 'linkerd-sp-validator'];
const SECRETS = WEBHOOKS.map((name) => `${name}-k8s-tls`);

const example = (names: readonly string[]) =>
  names
    .map(
      (name) => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ${name}, namespace: linkerd }
spec: { secretName: ${name}-k8s-tls, dnsNames: [${name}.linkerd.svc], issuerRef: { name: ca } }
`,
    )
    .join('---\n');

export default defineRule({
  id: 'trust/linkerd-certificates-are-complete',
  severity: 'error',
  scope: 'cluster',
  summary: "Where cert-manager writes Secrets of Linkerd's control plane, it writes them all, in its namespace.",
  rationale:
    'The chart makes no certificate once they are provided from outside: the pods of the control plane mount each of the Secrets, and wait for the one that is missing.',
  source: 'https://linkerd.io/2-edge/tasks/automatically-rotating-webhook-tls-credentials/',
  appliesTo: [CERTIFICATE],
  passes: example(WEBHOOKS),
  fails: example(WEBHOOKS.slice(1)),
  *check(cluster) {
    const issued = cluster
      .ofKind(CERTIFICATE)
      .filter(({ object }) => [...SECRETS, IDENTITY_ISSUER_SECRET].includes(secretNameOf(object)));
    const [witness, ...others] = issued.filter(({ object }) => SECRETS.includes(secretNameOf(object)));
    // Where the namespace of the control plane is not among the objects, the Certificates tell by agreeing.
    const own = cluster.namespace(controlPlaneOf(cluster).namespace)?.object.metadata.name;
    const namespace = own ?? witness?.object.metadata.namespace ?? '';
    for (const resource of own === undefined ? others : issued) {
      if (resource.object.metadata.namespace === namespace) continue;
      yield {
        resource,
        path: 'metadata.namespace',
        got: resource.object.metadata.namespace ?? 'nothing',
        expected: `${namespace}, the namespace of Linkerd's control plane`,
        fix: 'Move the Certificate there; Linkerd reads Secrets of its own namespace alone.',
      };
    }
    if (witness === undefined) return;
    const missing = SECRETS.filter((name) => writersOfSecret(cluster, `${namespace}/${name}`).length === 0);
    if (missing.length === 0) return;
    yield {
      resource: witness,
      path: 'spec.secretName',
      got: `${secretNameOf(witness.object)}, and no Certificate for ${listed(missing)}`,
      expected: `a Certificate for each of ${SECRETS.join(', ')}`,
      fix: 'Add the missing Certificates, or correct their secretName.',
    };
  },
});

function secretNameOf(object: Parameters<typeof stringAt>[0]): string {
  return stringAt(object, 'spec', 'secretName') ?? '';
}
