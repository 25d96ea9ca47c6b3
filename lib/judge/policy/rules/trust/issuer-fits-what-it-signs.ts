import type { Fault } from '../../../../diagnostic.js';
import { listed } from '../../../../manifest/listed.js';
import { booleanAt, listAt, objectAt, stringAt, stringListAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { certificateAt } from '../../../model/nats/links.js';
import { natsServersOf } from '../../../model/nats/server.js';
import { BUNDLE } from '../../../model/trust/anchors.js';
import {
  CERTIFICATE,
  IDENTITY_ISSUER_SECRET,
  isIdentityIssuer,
  isSelfSigned,
  issuerOf,
  signerOf,
} from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

const example = (issuer: string) => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-identity-issuer, namespace: linkerd }
spec: { secretName: linkerd-identity-issuer, isCA: true, issuerRef: { name: ca } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: linkerd }
spec: { ${issuer} }
`;

export default defineRule({
  id: 'trust/issuer-fits-what-it-signs',
  severity: 'error',
  scope: 'object',
  summary: 'Every issuer is of one type, and of one that can sign what its Certificates ask for.',
  rationale:
    'An ACME server signs no CA and no name of the cluster, what is self-signed leads to no root that its peers know, and an issuer cannot sign the Certificate that it waits for.',
  source: 'https://cert-manager.io/docs/configuration/issuers/',
  appliesTo: [CERTIFICATE],
  passes: example('ca: { secretName: linkerd-intermediate }'),
  fails: example('acme: { server: https://acme.example.org }'),
  *check(resource, cluster) {
    const issuer = issuerOf(resource, cluster);
    if (issuer === undefined) return;
    const types = Object.keys(objectAt(issuer.object, 'spec') ?? {}).filter((key) => TYPES.includes(key));
    const label = `${issuer.object.kind} ${issuer.object.metadata.name}`;
    const found = (got: string, expected: string, fix: string): Fault => ({
      path: 'spec.issuerRef.name',
      got: `${label}, ${got}`,
      expected,
      fix,
    });
    if (types.length !== 1) {
      const got = types.length === 0 ? 'which is of no type' : `which is of the types ${listed(types, ' and ')}`;
      yield found(got, `an issuer of one type: ${TYPES.join(', ')}`, 'Write one type into the issuer.');
      return;
    }
    if (types[0] === 'acme') {
      const what = whatAcmeRefuses(resource);
      if (what === undefined) return;
      yield found(`an ACME server that signs no ${what}`, 'an issuer with a CA of its own', 'Name a CA issuer.');
    } else if (isSelfSigned(resource, cluster)) {
      const reader = readerOfSelfSigned(resource, cluster);
      if (reader === undefined) return;
      yield found(
        'with which the certificate signs itself',
        `an issuer below a root that the peers of ${reader} trust`,
        'Name a CA issuer, or make the certificate a source of the Bundle of roots.',
      );
    } else if (signerOf(resource, cluster) === resource) {
      yield found(
        'which signs with this very Certificate',
        'an issuer that has another CA',
        'Name another issuer: neither of the two is ever ready.',
      );
    } else if (stringAt(issuer.object, 'spec', 'ca', 'secretName') === IDENTITY_ISSUER_SECRET) {
      yield found(
        "which signs with the key of Linkerd's identity controller",
        'an issuer with a CA of its own',
        'Give the issuer another CA: the identity issuer is replaced every few hours, and it is for proxies alone.',
      );
    }
  },
});

const TYPES = ['acme', 'ca', 'selfSigned', 'vault', 'venafi'];

function whatAcmeRefuses(certificate: Resource): string | undefined {
  const { object } = certificate;
  if (booleanAt(object, 'spec', 'isCA') === true || isIdentityIssuer(certificate)) return 'CA';
  return stringListAt(object, 'spec', 'dnsNames').find((name) => /\.svc$|\.local$|^[^.]+$/.test(name));
}

/** Who shows a self-signed certificate to peers that cannot know it. A root that stands in a Bundle is known. */
function readerOfSelfSigned(certificate: Resource, cluster: ClusterIndex): string | undefined {
  const secret = stringAt(certificate.object, 'spec', 'secretName');
  const isAnchor = cluster
    .ofKind(BUNDLE)
    .some(({ object }) =>
      listAt(object, 'spec', 'sources').some((from) => stringAt(from, 'secret', 'name') === secret),
    );
  if (isAnchor) return undefined;
  if (isIdentityIssuer(certificate)) return "Linkerd's identity controller";
  for (const server of natsServersOf(cluster)) {
    for (const { key, text } of server.conf?.root.walk() ?? []) {
      if (key !== 'cert_file' || certificateAt(cluster, server, text) !== certificate) continue;
      return `${server.pod.resource.object.kind} ${server.pod.resource.object.metadata.name}`;
    }
  }
  return undefined;
}
