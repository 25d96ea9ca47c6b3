import { at } from '../../../../manifest/field-path.js';
import { objectAt, stringListAt } from '../../../../manifest/read.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { CERTIFICATE, issuerOf, secretOf } from '../../../model/trust/certificates.js';
import { usesOfSecret } from '../../../model/trust/secrets.js';
import { defineRule } from '../../rule.js';

const example = (name: string) => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec: { secretName: web, dnsNames: ['${name}'], issuerRef: { name: ca } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: apps }
spec: { ca: { secretName: ca } }
`;
/** The Service and its namespace in a name that the DNS of a cluster knows. */
const OF_SERVICE = /(?:^|\.)([^.*]+)\.([^.]+)\.svc(?:\..*)?$/;

export default defineRule({
  id: 'trust/names-are-exact',
  severity: 'warning',
  scope: 'object',
  summary: 'A certificate of a private CA is for the names of its own Service.',
  rationale:
    'With a wildcard over more than the pods of one Service, whoever has this key can be any other; and under a name that is no Service nobody ever calls.',
  source: 'https://cert-manager.io/docs/usage/certificate/',
  appliesTo: [CERTIFICATE],
  passes: example('web.apps.svc'),
  fails: example('*.apps.svc'),
  *check(resource, cluster) {
    const issuer = issuerOf(resource, cluster);
    const isPrivate = objectAt(issuer?.object, 'spec', 'ca') !== undefined;
    const isMounted = usesOfSecret(cluster, secretOf(resource)).some(({ volume }) => volume !== undefined);
    for (const [index, name] of stringListAt(resource.object, 'spec', 'dnsNames').entries()) {
      const path = at('spec', 'dnsNames', index);
      const [, service = '', namespace = ''] = OF_SERVICE.exec(name) ?? [];
      const isKnown = isMounted && namespace === namespaceOf(resource) && cluster.namespace(namespace) !== undefined;
      if (isKnown && cluster.find('Service', namespace, service) === undefined) {
        const expected = `a Service of namespace ${namespace}`;
        yield { path, got: name, expected, fix: 'Correct the name, or add the Service.' };
      } else if (isPrivate && name.startsWith('*.') && service === '') {
        const expected = 'names, or a star before the name of one Service';
        yield { path, got: name, expected, fix: 'Write out the names that are called.' };
      }
    }
  },
});
