import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { stringAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { controlPlaneOf } from '../../../model/linkerd-control-plane/control-plane.js';
import { CERTIFICATE, IDENTITY_ISSUER_SECRET } from '../../../model/trust/certificates.js';
import { writersOfSecret } from '../../../model/trust/secrets.js';
import { defineRule } from '../../rule.js';

const WEBHOOKS = ['linkerd-policy-validator', 'linkerd-proxy-injector', 'linkerd-sp-validator'];
const SECRETS = WEBHOOKS.map((name) => `${name}-k8s-tls`);

export default defineRule({
  id: 'trust/linkerd-certificates-are-complete',
  severity: 'error',
  scope: 'cluster',
  summary:
    "If cert-manager writes any Secret of Linkerd's control plane, it writes all of them, in the namespace of the control plane.",
  rationale:
    'The chart creates no certificates once they are provided from outside. The pods of the control plane mount each of the Secrets, and wait for a missing one.',
  source: 'https://linkerd.io/2-edge/tasks/automatically-rotating-webhook-tls-credentials/',
  appliesTo: [CERTIFICATE],
  reads: [
    'ConfigMap',
    'Namespace',
    'Secret',
    'apps/Deployment',
    'bitnami.com/SealedSecret',
    'external-secrets.io/ExternalSecret',
  ],
  passes: example(WEBHOOKS),
  fails: example(WEBHOOKS.slice(1)),
  about: (cluster) => {
    const secrets = new Set([...SECRETS, IDENTITY_ISSUER_SECRET]);
    const issued = cluster.ofKind(CERTIFICATE).filter((certificate) => secrets.has(secretNameOf(certificate)));
    return issued.length === 0 ? [] : [issued];
  },
  *check(issued, cluster) {
    const [witness, ...others] = issued.filter((certificate) => SECRETS.includes(secretNameOf(certificate)));
    // If the namespace of the control plane is not among the files, the Certificates at least agree on one.
    const own = cluster.namespace(controlPlaneOf(cluster).namespace)?.object.metadata.name;
    const namespace = own ?? witness?.object.metadata.namespace ?? '';
    for (const certificate of own === undefined ? others : issued) {
      const actual = Field.of(certificate).at('metadata', 'namespace');
      if (actual.text === namespace) continue;
      yield actual.violation({
        expected: `${namespace}, the namespace of Linkerd's control plane`,
        effect: 'Linkerd reads only Secrets of its own namespace.',
        fix: 'Move the Certificate there.',
      });
    }
    if (witness === undefined) return;
    const absent = SECRETS.filter((name) => writersOfSecret(cluster, `${namespace}/${name}`).length === 0);
    if (absent.length === 0) return;
    yield Field.of(witness)
      .at('spec', 'secretName')
      .violation({
        got: `${secretNameOf(witness)}, but no Certificate for ${listed(absent)}`,
        expected: `a Certificate for each of ${SECRETS.join(', ')}`,
        fix: 'Add the missing Certificates, or correct their secretName.',
      });
  },
});

function secretNameOf({ object }: Resource): string {
  return stringAt(object, 'spec', 'secretName') ?? '';
}

function example(names: readonly string[]): string {
  return names
    .map(
      (name) => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ${name}, namespace: linkerd }
spec: { secretName: ${name}-k8s-tls, dnsNames: [${name}.linkerd.svc], issuerRef: { name: ca } }
`,
    )
    .join('---\n');
}
