import { groupOf, type Json, type JsonObject } from '../../manifest/object.js';
import type { Segments } from '../field-path.js';
import { mapping, mappings } from '../fields.js';
import type { Verdict } from '../verdict.js';
import { podTemplate } from './pod-templates.js';

/** A syntax that the API server asks of names. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
interface Syntax {
  readonly pattern: RegExp;
  readonly longest: number;
  readonly words: string;
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const dnsLabel: Syntax = {
  pattern: new RegExp(`^${LABEL}$`),
  longest: 63,
  words: 'at most 63 of a-z, 0-9 and -, with a letter or digit at both ends',
};
const serviceName: Syntax = {
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
  words: 'at most 63 of a-z, 0-9 and -, with a letter first and a letter or digit last',
};
const dnsSubdomain: Syntax = {
  pattern: new RegExp(`^${LABEL}(\\.${LABEL})*$`),
  longest: 253,
  words: 'at most 253 of a-z, 0-9, - and ., with a letter or digit at both ends of each part',
};
const pathSegment: Syntax = {
  pattern: /^(?!\.\.?$)[^/%]+$/,
  longest: 253,
  words: 'text without / and % that is neither . nor ..',
};
const cronJobName: Syntax = { ...dnsSubdomain, longest: 52, words: dnsSubdomain.words.replace('253', '52') };
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const keyWords =
  'an optional DNS name and /, then at most 63 letters, digits, -, _ and ., with a letter or digit at both ends';
const valueWords = 'empty, or at most 63 letters, digits, -, _ and ., with a letter or digit at both ends';

const PATH_SEGMENT_GROUPS = ['rbac.authorization.k8s.io', 'certificates.k8s.io'];

function nameSyntax(apiVersion: string, kind: string): Syntax {
  if (PATH_SEGMENT_GROUPS.includes(groupOf(apiVersion))) return pathSegment;
  if (apiVersion === 'v1' && kind === 'Service') return serviceName;
  if (apiVersion === 'v1' && kind === 'Namespace') return dnsLabel;
  if (apiVersion === 'batch/v1' && kind === 'CronJob') return cronJobName;
  return dnsSubdomain;
}

function matches(text: string, { pattern, longest }: Syntax): boolean {
  return text.length <= longest && pattern.test(text);
}

function isKey(key: string): boolean {
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  const [prefix] = parts;
  return (
    parts.length <= 1 &&
    name.length <= 63 &&
    QUALIFIED.test(name) &&
    (prefix === undefined || matches(prefix, dnsSubdomain))
  );
}

function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= 63 && QUALIFIED.test(value));
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
