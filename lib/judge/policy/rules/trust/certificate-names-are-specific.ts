import { Field } from '../../../../manifest/field.js';
import { objectAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { CERTIFICATE, issuerOf, secretOf } from '../../../model/trust/certificates.js';
import { usesOfSecret } from '../../../model/trust/secrets.js';
import { notJudged, type Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';
import { unknownIssuer } from '../../trust-targets.js';

/** The Service and its namespace in a name that the DNS of a cluster knows. */
const OF_SERVICE = /(?:^|\.)([^.*]+)\.([^.]+)\.svc(?:\..*)?$/;

export default defineRule({
  id: 'trust/certificate-names-are-specific',
  severity: 'warning',
  scope: 'object',
  summary: 'A certificate of a private CA has only the names of its own Service.',
  rationale:
    'With a wildcard over more than the pods of one Service, anyone who has this key can pose as every other server. A name that is not a Service is never called.',
  source: 'https://cert-manager.io/docs/usage/certificate/',
  appliesTo: [CERTIFICATE],
  reads: [...POD_KINDS, 'Namespace', 'Service', 'cert-manager.io/ClusterIssuer', 'cert-manager.io/Issuer'],
  passes: example('web.apps.svc'),
  fails: example('*.apps.svc'),
  about: (resource) => Field.of(resource).at('spec', 'dnsNames').items,
  *check(field, cluster) {
    const { resource, text: name = '' } = field;
    const [, service, namespace = ''] = OF_SERVICE.exec(name) ?? [];
    if (service === undefined) {
      if (name.startsWith('*.')) yield* checkWildcard(field, cluster);
      return;
    }
    if (namespace !== namespaceOf(resource)) return;
    if (cluster.find('Service', namespace, service) !== undefined) return;
    const secret = secretOf(resource);
    const isMounted = usesOfSecret(cluster, secret).some(({ volume }) => volume !== undefined);
    if (cluster.namespace(namespace) === undefined) yield notJudged(`Namespace ${namespace} is not among the files`);
    else if (!isMounted) yield notJudged(`no pod that mounts Secret ${secret} is among the files`);
    else {
      const expected = `a Service of namespace ${namespace}`;
      yield field.violation({ expected, fix: 'Correct the name, or add the Service.' });
    }
  },
});

function* checkWildcard(field: Field, cluster: ClusterIndex): Generator<Outcome> {
  const issuer = issuerOf(field.resource, cluster);
  if (issuer === undefined) yield unknownIssuer(field.resource);
  else if (objectAt(issuer.object, 'spec', 'ca') !== undefined) {
    const expected = 'names, or a wildcard before the name of one Service';
    yield field.violation({ expected, fix: 'List the names that are called.' });
  }
}

function example(name: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec: { secretName: web, dnsNames: ['${name}'], issuerRef: { name: ca } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: apps }
spec: { ca: { secretName: ca } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
`;
}
