import { Field } from '../../../../manifest/field.js';
import { stringAt } from '../../../../manifest/read.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { CERTIFICATE, ISSUER, issuerRefOf } from '../../../model/trust/certificates.js';
import { mentionedNames } from '../../../model/trust/secrets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/issuer-is-used',
  severity: 'warning',
  scope: 'object',
  summary: 'Every Issuer with a CA of its own signs a Certificate of its namespace.',
  rationale:
    'Anyone who may create Certificates in the namespace can use a forgotten issuer. Or the Certificate that it is meant for is missing.',
  source: 'https://cert-manager.io/docs/concepts/issuer/',
  appliesTo: [ISSUER],
  reads: [...POD_KINDS, '*', 'Namespace', 'cert-manager.io/Certificate'],
  passes: example('ca'),
  fails: example('other'),
  about: (resource) => (stringAt(resource.object, 'spec', 'acme', 'server') === undefined ? [resource] : []),
  *check(resource, cluster) {
    const { name } = resource.object.metadata;
    const namespace = namespaceOf(resource);
    const certificates = cluster.ofKindIn(namespace, CERTIFICATE);
    if (certificates.length + cluster.podsIn(namespace).length === 0) {
      yield notJudged(`nothing of namespace ${namespace} that may use it is among the files`);
      return;
    }
    // Ingresses and Gateways name issuers in annotations, other controllers in fields and arguments.
    const isNamed = certificates.some((certificate) => issuerRefOf(certificate).name === name);
    if (isNamed || mentionedNames(cluster).has(name)) return;
    yield Field.of(resource)
      .at('metadata', 'name')
      .violation({
        got: `${name}, which no Certificate of namespace ${namespace} names`,
        expected: 'a Certificate whose issuerRef is this Issuer',
        fix: 'Add the Certificate, or remove the Issuer.',
      });
  },
});

function example(issuer: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: apps }
spec: { ca: { secretName: ca } }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec: { secretName: web-tls, issuerRef: { name: ${issuer} } }
`;
}
