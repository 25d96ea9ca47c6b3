import { Field, type FieldFault } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { booleanAt, listAt, objectAt, stringAt, stringListAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { certificateAt } from '../../../model/nats/links.js';
import { natsServersOf } from '../../../model/nats/server.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { BUNDLE } from '../../../model/trust/anchors.js';
import {
  CERTIFICATE,
  IDENTITY_ISSUER_SECRET,
  isIdentityIssuer,
  isSelfSigned,
  signerOf,
} from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';
import { issuedCertificates } from '../../trust-targets.js';

const TYPES = ['acme', 'ca', 'selfSigned', 'vault', 'venafi'];

export default defineRule({
  id: 'trust/issuer-can-sign-its-certificates',
  severity: 'error',
  scope: 'object',
  summary: 'Every issuer has one type, and can sign what its Certificates ask for.',
  rationale:
    'An ACME server signs no CA and no name inside the cluster. A self-signed certificate leads to no root that its peers know. An issuer cannot sign the Certificate that it is waiting for.',
  source: 'https://cert-manager.io/docs/configuration/issuers/',
  appliesTo: [CERTIFICATE],
  reads: [...POD_KINDS, 'ConfigMap', 'Namespace', 'cert-manager.io/Issuer', 'trust.cert-manager.io/Bundle'],
  passes: example('ca: { secretName: linkerd-intermediate }'),
  fails: example('acme: { server: https://acme.example.org }'),
  about: issuedCertificates,
  *check({ certificate, issuer }, cluster) {
    const fault = typeFault(issuer) ?? signingFault(certificate, issuer, cluster);
    if (fault === undefined) return;
    const { got, ...rest } = fault;
    const label = `${issuer.object.kind} ${issuer.object.metadata.name}`;
    yield Field.of(certificate)
      .at('spec', 'issuerRef', 'name')
      .violation({ got: `${label}, ${got}`, ...rest });
  },
});

type IssuerFault = FieldFault & { readonly got: string };

function typesOf({ object }: Resource): readonly string[] {
  return Object.keys(objectAt(object, 'spec') ?? {}).filter((key) => TYPES.includes(key));
}

function typeFault(issuer: Resource): IssuerFault | undefined {
  const types = typesOf(issuer);
  if (types.length === 1) return undefined;
  return {
    got: types.length === 0 ? 'which has no type' : `which has the types ${listed(types, ' and ')}`,
    expected: `an issuer of one type: ${TYPES.join(', ')}`,
    fix: 'Give the issuer one type.',
  };
}

function signingFault(certificate: Resource, issuer: Resource, cluster: ClusterIndex): IssuerFault | undefined {
  if (typesOf(issuer).includes('acme')) {
    const what = whatAcmeRejects(certificate);
    if (what === undefined) return undefined;
    return {
      got: `an ACME server that signs no ${what}`,
      expected: 'an issuer with a CA of its own',
      fix: 'Use a CA issuer.',
    };
  }
  if (isSelfSigned(certificate, cluster)) {
    const reader = readerOfSelfSigned(certificate, cluster);
    if (reader === undefined) return undefined;
    return {
      got: 'with which the certificate signs itself',
      expected: `an issuer below a root that the peers of ${reader} trust`,
      fix: 'Use a CA issuer, or make the certificate a source of the Bundle of roots.',
    };
  }
  if (signerOf(certificate, cluster) === certificate) {
    return {
      got: 'which signs with this very Certificate',
      expected: 'an issuer that has another CA',
      effect: 'Neither of the two is ever ready.',
      fix: 'Use another issuer.',
    };
  }
  if (stringAt(issuer.object, 'spec', 'ca', 'secretName') !== IDENTITY_ISSUER_SECRET) return undefined;
  return {
    got: "which signs with the key of Linkerd's identity controller",
    expected: 'an issuer with a CA of its own',
    effect: 'The identity issuer is replaced every few hours, and is meant only for proxies.',
    fix: 'Give the issuer another CA.',
  };
}

function whatAcmeRejects(certificate: Resource): string | undefined {
  const { object } = certificate;
  if (booleanAt(object, 'spec', 'isCA') === true || isIdentityIssuer(certificate)) return 'CA';
  return stringListAt(object, 'spec', 'dnsNames').find((name) => /\.svc$|\.local$|^[^.]+$/.test(name));
}

/** What shows a self-signed certificate to peers that cannot know it. A root in a Bundle is known. */
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

function example(issuer: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-identity-issuer, namespace: linkerd }
spec: { secretName: linkerd-identity-issuer, isCA: true, issuerRef: { name: ca } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: linkerd }
spec: { ${issuer} }
`;
}
