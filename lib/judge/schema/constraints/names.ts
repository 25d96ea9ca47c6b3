import {
  cronJobName,
  dnsLabel,
  dnsSubdomain,
  isKey,
  isLabelValue,
  keyWords,
  matches,
  pathSegment,
  type Syntax,
  serviceName,
  valueWords,
} from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { invalidName, type SchemaViolation, schemaViolation } from '../violation.js';
import type { PodTemplate } from './pod-template.js';

const PATH_SEGMENT_GROUPS = ['rbac.authorization.k8s.io', 'certificates.k8s.io'];
const SYNTAXES: Readonly<Record<string, Syntax>> = {
  'v1/Namespace': dnsLabel,
  'v1/Service': serviceName,
  'apps/v1/StatefulSet': dnsLabel,
  'batch/v1/CronJob': cronJobName,
  'policy/v1/PodDisruptionBudget': pathSegment,
};

/** Names, namespaces, labels and annotation keys that the API server refuses. */
export function* checkNames(object: Field, kind: string): Iterable<SchemaViolation> {
  const metadata = object.at('metadata');
  yield* checkName(metadata.at('name'), syntaxFor(kind));
  yield* checkName(metadata.at('namespace'), dnsLabel);
  yield* checkMetadata(metadata);
}

/** Labels and annotation keys of the pods and claims of a workload that the API server refuses. */
export function* checkTemplateNames({ object, pod }: PodTemplate): Iterable<SchemaViolation> {
  if (pod !== object) yield* checkMetadata(pod.at('metadata'));
  for (const claim of object.at('spec', 'volumeClaimTemplates').items) yield* checkMetadata(claim.at('metadata'));
}

function syntaxFor(kind: string): Syntax {
  if (PATH_SEGMENT_GROUPS.includes(kind.split('/')[0] ?? '')) return pathSegment;
  return SYNTAXES[kind] ?? dnsSubdomain;
}

function* checkName(name: Field, syntax: Syntax): Iterable<SchemaViolation> {
  if (name.text !== undefined && !matches(name.text, syntax)) yield invalidName(name, syntax.words);
}

function* checkMetadata(metadata: Field): Iterable<SchemaViolation> {
  for (const [key, value] of metadata.at('labels').entries) {
    if (!isKey(key)) yield invalidKey(key, value);
    if (value.text !== undefined && !isLabelValue(value.text))
      yield schemaViolation('schema/invalid-label', value, {
        expected: valueWords,
        fix: 'Shorten or change the value, or make it an annotation.',
      });
  }
  // Annotation keys are compared without regard to case, so the prefix may have capitals.
  for (const [key, value] of metadata.at('annotations').entries)
    if (!isKey(key.toLowerCase())) yield invalidKey(key, value);
}

function invalidKey(key: string, value: Field): SchemaViolation {
  const got = `the key ${JSON.stringify(key)}`;
  return schemaViolation('schema/invalid-key', value, { got, expected: keyWords, fix: 'Rename the key.' });
}
