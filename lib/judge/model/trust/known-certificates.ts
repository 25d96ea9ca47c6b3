import { type Certificate, isSignedBy, parseCertificates } from '../../../formats/x509/certificate.js';

/** The longest chain of CAs that is searched, so that the search in cross-signed sets ends. */
const LONGEST = 8;

/** Every certificate that can be read in a text, in its order. */
export function certificatesIn(pem: string): readonly Certificate[] {
  return pem.trim() === '' ? [] : parseCertificates('', pem).certificates;
}

/** Whether a certificate is one of the anchors, or signed by one, directly or through the intermediates. */
export function isIssuedBelow(
  certificate: Certificate,
  anchors: readonly Certificate[],
  intermediates: readonly Certificate[],
): boolean {
  let reached: readonly Certificate[] = [certificate];
  for (let level = 0; level < LONGEST && reached.length > 0; level += 1) {
    const trusted = reached.some((child) =>
      anchors.some((anchor) => anchor.fingerprint === child.fingerprint || isSignedBy(child, anchor)),
    );
    if (trusted) return true;
    reached = intermediates.filter((parent) =>
      reached.some((child) => child.fingerprint !== parent.fingerprint && isSignedBy(child, parent)),
    );
  }
  return false;
}
