import type { Diagnostic } from '../../diagnostic.js';
import { type Certificate, type ParsedCertificates, parseCertificate } from '../../formats/x509/certificate.js';
import type { TrustRoot } from './trust-root.js';
import { verifyHierarchy } from './verify.js';

/** Reads the public certificates of a root, and finds their problems. */
export function readRoots(
  where: string,
  root: TrustRoot,
): { certificates: readonly Certificate[]; problems: readonly Diagnostic[] } {
  if (root.kind === 'self-signed') return { certificates: [], problems: [] };
  if (root.certificates.length === 0) {
    return {
      certificates: [],
      problems: [
        {
          where,
          path: 'root.certificates',
          got: 'an empty list',
          expected: 'at least one root certificate in PEM',
          fix: 'Make one with `trust create <fleet>`, and pass its public certificate.',
        },
      ],
    };
  }
  const read = root.certificates.map((pem, index) => parseCertificate(`${where}: root.certificates[${index}]`, pem));
  const certificates = read.flatMap((result) => result.certificates);
  return {
    certificates,
    problems: [
      ...read.flatMap((result) => result.problems),
      ...repeatedRoots(where, read),
      ...verifyHierarchy({ roots: certificates }).problems,
    ],
  };
}

/** The same file twice would hide that the new root of a rotation is missing. */
function repeatedRoots(where: string, read: readonly ParsedCertificates[]): Diagnostic[] {
  const seen = new Set<string>();
  return read.flatMap(({ certificates }, index) =>
    certificates.flatMap(({ fingerprint, subject }): Diagnostic[] => {
      const first = !seen.has(fingerprint);
      seen.add(fingerprint);
      if (first) return [];
      return [
        {
          where,
          path: `root.certificates[${index}]`,
          got: `'${subject}' for the second time`,
          expected: 'each root once',
          fix: 'Remove the duplicate.',
        },
      ];
    }),
  );
}
