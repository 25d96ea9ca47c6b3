import type { Resource } from '../../manifest/resource.js';
import type { ClusterIndex } from '../model/cluster-index.js';
import { certificatesOf, issuerOf, issuerRefOf, signingSecretOf } from '../model/trust/certificates.js';
import { type NotJudged, notJudged } from './outcome.js';

/** A Certificate and its issuer. */
export interface IssuedCertificate {
  readonly certificate: Resource;
  readonly issuer: Resource;
}

/** A Certificate and the Certificate of the CA that signs it. */
export interface SignedCertificate {
  readonly certificate: Resource;
  readonly signer: Resource;
}

/** The Certificate, if its issuer is among the files. */
export function issuedCertificates(
  certificate: Resource,
  cluster: ClusterIndex,
): readonly (IssuedCertificate | NotJudged)[] {
  const issuer = issuerOf(certificate, cluster);
  return [issuer === undefined ? unknownIssuer(certificate) : { certificate, issuer }];
}

/** The Certificate, if a CA signs it whose own Certificate is among the files. */
export function signedCertificates(
  certificate: Resource,
  cluster: ClusterIndex,
): readonly (SignedCertificate | NotJudged)[] {
  const issuer = issuerOf(certificate, cluster);
  if (issuer === undefined) return [unknownIssuer(certificate)];
  const secret = signingSecretOf(issuer);
  if (secret === undefined) return [];
  const [signer] = certificatesOf(cluster, secret);
  if (signer === undefined) return [notJudged(`no Certificate for Secret ${secret} is among the files`)];
  return signer === certificate ? [] : [{ certificate, signer }];
}

/** Reports that what depends on the issuer of a Certificate was not judged. */
export function unknownIssuer(certificate: Resource): NotJudged {
  const { group, kind, name } = issuerRefOf(certificate);
  return notJudged(
    group === 'cert-manager.io' ? `${kind} ${name} is not among the files` : `issuers of group ${group} are not known`,
  );
}
