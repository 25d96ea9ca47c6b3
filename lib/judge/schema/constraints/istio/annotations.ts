import type { JsonObject } from '../../../../manifest/object.js';
import { mapping } from '../../fields.js';
import { refused, type Verdict } from '../../verdict.js';

const DRY_RUN = 'istio.io/dry-run';
const TRUTHS = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];
/** Istio sets these on objects that it makes itself. */
const INTERNAL = [
  'internal.istio.io/parents',
  'internal.istio.io/parent-namespace',
  'internal.istio.io/webhook-always-reject',
];

/** Annotations that make the webhook refuse an object of Istio. */
export function checkAnnotations(object: JsonObject): Verdict[] {
  const annotations = mapping(mapping(object['metadata'])['annotations']);
  const verdicts = INTERNAL.filter((key) => Object.hasOwn(annotations, key)).map((key) =>
    refused(['metadata', 'annotations', key], "an annotation of Istio's own", 'nothing', 'Remove it.'),
  );
  const dryRun = annotations[DRY_RUN];
  if (dryRun === undefined) return verdicts;
  const at = ['metadata', 'annotations', DRY_RUN];
  const { action } = mapping(object['spec']);
  if (object['kind'] !== 'AuthorizationPolicy')
    verdicts.push(refused(at, `a dry run of ${object['kind']}`, 'one of AuthorizationPolicy alone', 'Remove it.'));
  else if (action !== undefined && action !== 'ALLOW' && action !== 'DENY')
    verdicts.push(refused(at, `a dry run of ${action}`, 'one of ALLOW or DENY', 'Remove it.'));
  else if (typeof dryRun === 'string' && !TRUTHS.includes(dryRun))
    verdicts.push(refused(at, JSON.stringify(dryRun), '"true" or "false"', 'Write "true" or "false".'));
  return verdicts;
}
