import type { JsonObject } from '../../../../manifest/object.js';
import { mapping } from '../../fields.js';
import { refused, type Verdict } from '../../verdict.js';
import { isLabel } from './hosts.js';

/** Reports namespaces that an object is exported to and that are no namespaces, or that contradict each other. */
export function exportedTo(object: JsonObject): Verdict[] {
  const { exportTo, workloadSelector } = mapping(object['spec']);
  const { namespace } = mapping(object['metadata']);
  const kind = String(object['kind']);
  const entries = (Array.isArray(exportTo) ? exportTo : []).filter((entry) => typeof entry === 'string');
  const verdicts: Verdict[] = [];
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const at = ['spec', 'exportTo', index];
    const key = entry === '.' && typeof namespace === 'string' ? namespace : entry;
    const nobody = entry === '~' && kind === 'ServiceEntry';
    if (!['.', '*'].includes(entry) && !isLabel(entry) && !nobody)
      verdicts.push(refused(at, JSON.stringify(entry), 'a namespace, . or *', 'Correct the entry.'));
    else if (seen.has(key))
      verdicts.push(refused(at, `${JSON.stringify(entry)} again`, 'each namespace once', 'Remove one of the two.'));
    else if (['*', '~'].includes(entry) && entries.length > 1)
      verdicts.push(refused(at, `${JSON.stringify(entry)} beside others`, 'it alone', 'Remove it or the others.'));
    else if (kind === 'DestinationRule' && workloadSelector !== undefined && entry !== '.' && entry !== namespace)
      verdicts.push(
        refused(
          at,
          `${JSON.stringify(entry)}, with a workloadSelector`,
          '. alone, for the selector applies within the namespace',
          'Remove the entry, or the workloadSelector.',
        ),
      );
    seen.add(key);
  }
  return verdicts;
}
