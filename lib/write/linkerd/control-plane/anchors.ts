import type { Diagnostic } from '../../../diagnostic.js';
import { parseCertificate } from '../../../formats/x509/certificate.js';
import type { Place } from '../../../input/place.js';

/** Public certificates in PEM, and the problems of those that could not be read. */
export function readCertificates(where: string, texts: readonly string[]) {
  const read = texts.map((pem, index) => parseCertificate(`${where}[${index}]`, pem));
  return {
    certificates: read.flatMap(({ certificates }) => certificates),
    problems: read.flatMap(({ problems }) => problems),
  };
}

/** The time at which certificates must be valid, if given. */
export function readMoment(place: Place, text: string | undefined): { at?: Date; problems: Diagnostic[] } {
  if (text === undefined) return { problems: [] };
  const at = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}(T|$)/.test(text) && !Number.isNaN(at.getTime())) return { at, problems: [] };
  return {
    problems: [
      { ...place, got: `'${text}'`, expected: 'an ISO 8601 date, such as 2030-01-31', fix: 'Correct the date.' },
    ],
  };
}
