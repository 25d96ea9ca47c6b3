import { dnsLabel, dnsSubdomain } from '../../../formats/name-syntax.js';
import type { SchemaViolation } from '../violation.js';
import type { PodTemplate } from './pod-template.js';
import { nameOf, nameSyntax } from './syntax.js';

/** Kinds of objects that a pod names, by the field that does. */
const NAMED: Readonly<Record<string, string>> = {
  nodeName: 'a Node',
  priorityClassName: 'a PriorityClass',
  runtimeClassName: 'a RuntimeClass',
  serviceAccountName: 'a ServiceAccount',
};

/** Objects that a pod names and that cannot exist, and host names that no pod can have. */
export function* checkPodNames({ kind, spec }: PodTemplate): Iterable<SchemaViolation> {
  for (const [field, named] of Object.entries(NAMED)) yield* nameOf(spec.at(field), dnsSubdomain, named);
  // The controller of a StatefulSet replaces both.
  if (kind === 'StatefulSet') return;
  for (const field of ['hostname', 'subdomain']) yield* nameSyntax(spec.at(field), dnsLabel, field);
}
