import { identityKey } from '../../manifest/object.js';
import type { Finding } from '../finding.js';

/** The findings by cluster, file, document, object, path and rule; the same input always gives the same order. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(compareFindings);
}

function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.cluster, b.cluster) ||
    compareText(a.resource.file, b.resource.file) ||
    a.resource.document - b.resource.document ||
    compareText(identityKey(a.resource.object), identityKey(b.resource.object)) ||
    compareText(a.path, b.path) ||
    compareText(a.rule, b.rule) ||
    compareText(a.got, b.got) ||
    compareText(a.expected, b.expected)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
