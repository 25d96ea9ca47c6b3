import { listed } from '../../../../manifest/listed.js';
import { booleanAt, objectAt, stringAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { CERTIFICATE, isIdentityIssuer, secretOf } from '../../../model/trust/certificates.js';
import { secretUses, usesOfSecret, wordsOf, writersOfSecret } from '../../../model/trust/secrets.js';
import { defineRule } from '../../rule.js';

const example = (secret: string) => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ca, namespace: apps }
spec: { secretName: ${secret}, isCA: true, issuerRef: { name: root, kind: ClusterIssuer } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: apps }
spec: { ca: { secretName: ca } }
`;
/** What control planes read that come from their own charts: webhook certificates of Linkerd and its extensions; the CA of istiod, and its own certificate. */
const CONTROL_PLANE = /^(?:(?:linkerd-)?[a-z-]+-k8s-tls|cacerts|istiod-tls)$/;

export default defineRule({
  id: 'trust/issued-secret-is-read',
  severity: 'warning',
  scope: 'object',
  summary: 'What a Certificate is written to is read by someone, where a reader of its namespace waits for a Secret.',
  rationale:
    'A certificate that nobody reads, beside a reader whose Secret nobody writes, is mostly one name written in two ways: the reader waits without an end.',
  source: 'https://cert-manager.io/docs/usage/certificate/',
  appliesTo: [CERTIFICATE],
  passes: example('ca'),
  fails: example('authority'),
  *check(resource, cluster) {
    const { object } = resource;
    const secret = stringAt(object, 'spec', 'secretName') ?? '';
    if (
      isIdentityIssuer(resource) ||
      CONTROL_PLANE.test(secret) ||
      usesOfSecret(cluster, secretOf(resource)).length > 0
    )
      return;
    // Other tools carry a Secret with annotations of its own to where it is read.
    if (wordsOf(cluster).has(secret) || objectAt(object, 'spec', 'secretTemplate') !== undefined) return;
    const waiting = waitingBeside(namespaceOf(resource), booleanAt(object, 'spec', 'isCA') === true, cluster);
    if (waiting.length === 0) return;
    yield {
      path: 'spec.secretName',
      got: `${secret}, which nothing reads`,
      expected: `a Secret that is read; nothing here writes ${listed(waiting)}`,
      fix: 'Use the name that the reader has, or remove the Certificate.',
    };
  },
});

/** The Secrets that pods, or for a CA issuers, of a namespace read and that nothing writes. */
function waitingBeside(namespace: string, isCA: boolean, cluster: ClusterIndex): readonly string[] {
  const waiting = secretUses(cluster).filter(
    (use) =>
      use.namespace === namespace &&
      (cluster.podOf(use.resource) === undefined) === isCA &&
      writersOfSecret(cluster, `${namespace}/${use.name}`).length === 0,
  );
  return [...new Set(waiting.map(({ name }) => name))].sort();
}
