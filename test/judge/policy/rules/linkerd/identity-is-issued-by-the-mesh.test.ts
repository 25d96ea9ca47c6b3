import rule from '../../../../../lib/judge/policy/rules/linkerd/identity-is-issued-by-the-mesh.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { meshTls, namespace, serverAuthorization } from '../../../model/linkerd/objects.js';

const named = (...identities: readonly string[]) => meshTls(`{ identities: [${identities.join(', ')}] }`);
const identity = (account: string, ending = 'linkerd.cluster.local') => `${account}.serviceaccount.identity.${ending}`;
const config = (values: string) => `
---
apiVersion: v1
kind: ConfigMap
metadata: { name: linkerd-config, namespace: linkerd }
data:
  values: "${values}"
`;
const account = (name: string) =>
  `---\n{ apiVersion: v1, kind: ServiceAccount, metadata: { name: ${name}, namespace: apps } }\n`;
const issuer = (commonName: string) => `
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-identity-issuer, namespace: linkerd }
spec: { isCA: true, commonName: ${commonName}, secretName: x, issuerRef: { name: root } }
`;

ruleTester(rule, {
  ignores: {
    'wildcards and identities of external workloads': named('"*"', 'spiffe://example.org/vm'),
  },
  passes: {
    'accepts the cluster domain as trust domain':
      config('{ clusterDomain: one.org, identityTrustDomain: \\"\\" }') +
      named(identity('a.b', 'linkerd.one.org')) +
      namespace('{}', '{}', 'b') +
      '---\n{ apiVersion: v1, kind: ServiceAccount, metadata: { name: a, namespace: b } }\n',
  },
  fails: {
    'with an ending that the installation does not have': [
      config('{ clusterDomain: cluster.local, identityTrustDomain: one.org }') + named(identity('a.b')),
      {
        object: 'MeshTLSAuthentication apps/callers',
        path: 'spec.identities[0]',
        expected: 'an identity that ends in identity.linkerd.one.org',
      },
    ],
    'with an ending that the issuer is not named after': [
      issuer('identity.linkerd.one.org') + named(identity('a.b')),
      { expected: 'an identity that ends in identity.linkerd.one.org' },
    ],
    'with an ending that the others do not have': [
      named(identity('a.b'), identity('c.b'), identity('d.b', 'linkerd.cluster.locl')),
      { path: 'spec.identities[2]', expected: 'an identity that ends in identity.linkerd.cluster.local' },
    ],
    'with the namespace of another control plane': [
      named(identity('a.b', 'mesh.cluster.local')),
      { expected: 'an identity that ends in identity.linkerd.cluster.local' },
    ],
    'with the name of a Service': [
      serverAuthorization(
        '{ server: { name: web }, client: { meshTLS: { identities: [gateway.edge.svc.cluster.local] } } }',
      ),
      {
        path: 'spec.client.meshTLS.identities[0]',
        expected: '<account>.<namespace>.serviceaccount.identity.linkerd.<trust domain>',
      },
    ],
    'with an account that its namespace does not have': [
      namespace('{}', '{}', 'edge') + named(identity('gatway.edge')),
      { expected: 'a ServiceAccount gatway of namespace edge' },
    ],
  },
  notJudged: {
    'an account whose namespace is elsewhere': [
      named(identity('a.b', 'linkerd.one.org')),
      'Namespace b is not among the files',
    ],
    'two trust domains of which none has more identities': [
      namespace() + account('a') + named(identity('a.apps', 'linkerd.one.org'), identity('a.apps', 'linkerd.two.org')),
      'the trust domain of the mesh is not known',
      'the trust domain of the mesh is not known',
    ],
    'an account of a namespace that is elsewhere': [
      named(identity('gateway.edge')),
      'Namespace edge is not among the files',
    ],
  },
});
