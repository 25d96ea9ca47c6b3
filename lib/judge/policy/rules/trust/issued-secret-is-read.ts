import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { booleanAt, objectAt, stringAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { CERTIFICATE, isIdentityIssuer, secretOf } from '../../../model/trust/certificates.js';
import { mentionedNames, secretUses, usesOfSecret, writersOfSecret } from '../../../model/trust/secrets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/**
 * Secrets that control planes from their own charts read: webhook certificates of Linkerd and its extensions; the CA
 * and the certificate of istiod.
 */
const CONTROL_PLANE = /^(?:(?:linkerd-)?[a-z-]+-k8s-tls|cacerts|istiod-tls)$/;

export default defineRule({
  id: 'trust/issued-secret-is-read',
  severity: 'warning',
  scope: 'object',
  summary: 'The Secret of a Certificate is read, if something in its namespace waits for a Secret.',
  rationale:
    'If nothing reads the Secret of a Certificate, and another reader in the namespace waits for a Secret that nothing writes, the two names usually mean the same Secret. The reader waits forever.',
  source: 'https://cert-manager.io/docs/usage/certificate/',
  appliesTo: [CERTIFICATE],
  reads: [
    ...POD_KINDS,
    '*',
    'Namespace',
    'Secret',
    'bitnami.com/SealedSecret',
    'cert-manager.io/ClusterIssuer',
    'cert-manager.io/Issuer',
    'external-secrets.io/ExternalSecret',
  ],
  passes: example('ca'),
  fails: example('authority'),
  about: (resource) => {
    const secret = stringAt(resource.object, 'spec', 'secretName') ?? '';
    return isIdentityIssuer(resource) || CONTROL_PLANE.test(secret) ? [] : [{ resource, secret }];
  },
  *check({ resource, secret }, cluster) {
    if (usesOfSecret(cluster, secretOf(resource)).length > 0) return;
    // Other tools copy a Secret to its reader, controlled by annotations.
    const isCopied = objectAt(resource.object, 'spec', 'secretTemplate') !== undefined;
    if (mentionedNames(cluster).has(secret)) return;
    const isCA = booleanAt(resource.object, 'spec', 'isCA') === true;
    const waiting = waitingBeside(namespaceOf(resource), isCA, cluster);
    if (waiting.length === 0) return;
    if (isCopied) {
      yield notJudged('the readers of the copies that spec.secretTemplate asks for are not known');
      return;
    }
    yield Field.of(resource)
      .at('spec', 'secretName')
      .violation({
        got: `${secret}, which nothing reads`,
        expected: `a Secret that is read; nothing here writes ${listed(waiting)}`,
        fix: 'Use the name that the reader has, or remove the Certificate.',
      });
  },
});

/** The Secrets that nothing writes and that something in a namespace reads: a pod, or for a CA an issuer. */
function waitingBeside(namespace: string, isCA: boolean, cluster: ClusterIndex): readonly string[] {
  const waiting = secretUses(cluster).filter(
    (use) =>
      use.namespace === namespace &&
      (cluster.podOf(use.resource) === undefined) === isCA &&
      writersOfSecret(cluster, `${namespace}/${use.name}`).length === 0,
  );
  return [...new Set(waiting.map(({ name }) => name))].sort();
}

function example(secret: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ca, namespace: apps }
spec: { secretName: ${secret}, isCA: true, issuerRef: { name: root, kind: ClusterIssuer } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: apps }
spec: { ca: { secretName: ca } }
`;
}
