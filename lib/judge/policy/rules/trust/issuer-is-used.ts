import { stringAt } from '../../../../manifest/read.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { CERTIFICATE, ISSUER, issuerRefOf } from '../../../model/trust/certificates.js';
import { wordsOf } from '../../../model/trust/secrets.js';
import { defineRule } from '../../rule.js';

const example = (name: string) => `apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: apps }
spec: { ca: { secretName: ca } }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec: { secretName: web-tls, issuerRef: { name: ${name} } }
`;

export default defineRule({
  id: 'trust/issuer-is-used',
  severity: 'warning',
  scope: 'object',
  summary: 'Every Issuer with a CA of its own signs a Certificate of its namespace.',
  rationale:
    'Whoever may create Certificates in the namespace can have them signed by a forgotten issuer; or the Certificate that it is there for is missing.',
  source: 'https://cert-manager.io/docs/concepts/issuer/',
  appliesTo: [ISSUER],
  passes: example('ca'),
  fails: example('other'),
  *check(resource, cluster) {
    const { name } = resource.object.metadata;
    const namespace = namespaceOf(resource);
    const certificates = cluster.ofKindIn(namespace, CERTIFICATE);
    // Where nothing else of the namespace is among the objects, neither need its Certificates be.
    if (certificates.length + cluster.podsIn(namespace).length === 0) return;
    if (certificates.some((certificate) => issuerRefOf(certificate).name === name)) return;
    // Ingresses and Gateways name issuers in annotations, other controllers in fields and arguments.
    if (stringAt(resource.object, 'spec', 'acme', 'server') !== undefined || wordsOf(cluster).has(name)) return;
    yield {
      path: 'metadata.name',
      got: `${name}, which no Certificate of namespace ${namespace} names`,
      expected: 'a Certificate whose issuerRef is this Issuer',
      fix: 'Add the Certificate, or remove the Issuer.',
    };
  },
});
