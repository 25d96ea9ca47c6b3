import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../lib/judge/model/cluster-index.js';
import { CERTIFICATE } from '../../../lib/judge/model/trust/certificates.js';
import { isNotJudged, type NotJudged } from '../../../lib/judge/policy/outcome.js';
import { issuedCertificates, signedCertificates } from '../../../lib/judge/policy/trust-targets.js';
import type { Resource } from '../../../lib/manifest/resource.js';
import { clusterFrom } from '../../support/rule-tester.js';

type About = (resource: Resource, cluster: ClusterIndex) => Iterable<object | NotJudged>;

/** The targets in the Certificate `web` of a cluster. */
function targets(about: About, yaml: string): string[] {
  const cluster = new ClusterIndex(clusterFrom(yaml));
  return cluster
    .ofKind(CERTIFICATE)
    .filter(({ object }) => object.metadata.name === 'web')
    .flatMap((resource) => [...about(resource, cluster)])
    .map((target) => (isNotJudged(target) ? target.notJudged : 'target'));
}

const certificate = (name: string, issuerRef: string) => `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ${name}, namespace: apps }
spec: { secretName: ${name}, issuerRef: ${issuerRef} }
`;
const issuer = (spec: string) => `---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: apps }
spec: { ${spec} }
`;
const web = certificate('web', '{ name: ca }');

describe.each<[string, About]>([
  ['issuedCertificates', issuedCertificates],
  ['signedCertificates', signedCertificates],
])('%s', (_, about) => {
  test('says which issuer is not known', () => {
    expect(targets(about, web)).toEqual(['Issuer ca is not among the files']);
    expect(targets(about, certificate('web', '{ name: ca, kind: ClusterIssuer }'))).toEqual([
      'ClusterIssuer ca is not among the files',
    ]);
    expect(targets(about, certificate('web', '{ name: ca, group: example.org }'))).toEqual([
      'issuers of group example.org are not known',
    ]);
  });

  test('has a target where issuer and CA are known', () => {
    const all = web + issuer('ca: { secretName: root }') + certificate('root', '{ name: self }');
    expect(targets(about, all)).toEqual(['target']);
  });
});

describe('signedCertificates', () => {
  test('says which Secret no Certificate is for', () => {
    expect(targets(signedCertificates, web + issuer('ca: { secretName: root }'))).toEqual([
      'no Certificate for Secret apps/root is among the files',
    ]);
  });

  test('leaves out certificates that no CA of the cluster signs, and one that signs itself', () => {
    expect(targets(signedCertificates, web + issuer('selfSigned: {}'))).toEqual([]);
    expect(targets(signedCertificates, web + issuer('ca: { secretName: web }'))).toEqual([]);
  });
});
