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
import { groupOf, type Json, type JsonObject } from '../../../manifest/object.js';
import type { Segments } from '../field-path.js';
import { mapping, mappings } from '../fields.js';
import type { Verdict } from '../verdict.js';
import { podTemplate } from './pod-templates.js';

const PATH_SEGMENT_GROUPS = ['rbac.authorization.k8s.io', 'certificates.k8s.io'];

function nameSyntax(apiVersion: string, kind: string): Syntax {
  if (PATH_SEGMENT_GROUPS.includes(groupOf(apiVersion))) return pathSegment;
  if (apiVersion === 'v1' && kind === 'Service') return serviceName;
  if (apiVersion === 'v1' && kind === 'Namespace') return dnsLabel;
  if (apiVersion === 'batch/v1' && kind === 'CronJob') return cronJobName;
  return dnsSubdomain;
}

function metadataVerdicts(metadata: JsonObject, at: Segments): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const field of ['labels', 'annotations'])
    for (const [key, value] of Object.entries(mapping(metadata[field]))) {
      const place = [...at, field, key];
      // Annotation keys are compared without regard to case, so the prefix may have capitals.
      if (!isKey(field === 'annotations' ? key.toLowerCase() : key))
        verdicts.push({
          rule: 'schema/invalid-key',
          at: place,
          got: `the key ${JSON.stringify(key)}`,
          expected: keyWords,
          fix: 'Rename the key.',
        });
      if (field === 'labels' && typeof value === 'string' && !isLabelValue(value))
        verdicts.push(labelValueVerdict(place, value));
    }
  return verdicts;
}

function labelValueVerdict(at: Segments, value: string): Verdict {
  return {
    rule: 'schema/invalid-label',
    at,
    got: JSON.stringify(value),
    expected: valueWords,
    fix: 'Shorten or change the value, or make it an annotation.',
  };
}

function nameVerdict(at: Segments, name: Json | undefined, syntax: Syntax): Verdict[] {
  if (typeof name !== 'string' || matches(name, syntax)) return [];
  return [
    { rule: 'schema/invalid-name', at, got: JSON.stringify(name), expected: syntax.words, fix: 'Rename the object.' },
  ];
}

/** Names, namespaces, labels and annotation keys that the API server refuses. */
export function checkNames(object: JsonObject): Verdict[] {
  const metadata = mapping(object['metadata']);
  const pod = podTemplate(object);
  const claims = mappings(mapping(object['spec'])['volumeClaimTemplates']);
  return [
    ...nameVerdict(
      ['metadata', 'name'],
      metadata['name'],
      nameSyntax(String(object['apiVersion']), String(object['kind'])),
    ),
    ...nameVerdict(['metadata', 'namespace'], metadata['namespace'], dnsLabel),
    ...metadataVerdicts(metadata, ['metadata']),
    ...(pod === undefined || pod.at.length === 0 ? [] : metadataVerdicts(pod.metadata, [...pod.at, 'metadata'])),
    ...claims.flatMap(([position, claim]) =>
      metadataVerdicts(mapping(claim['metadata']), ['spec', 'volumeClaimTemplates', position, 'metadata']),
    ),
  ];
}
