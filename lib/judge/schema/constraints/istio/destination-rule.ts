import type { JsonObject } from '../../../../manifest/object.js';
import { isEmpty, isSet, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { exportedTo } from './export-to.js';
import { isLabel, labelWords, wildcardDomain } from './hosts.js';
import { istioLabels, labelsToSelect } from './selection.js';
import { trafficPolicyVerdicts } from './traffic-policy.js';

/**
 * Rules for hosts and subsets that no request reaches, and policies that contradict themselves.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export function checkDestinationRule(spec: JsonObject, object: JsonObject): Verdict[] {
  const { host, subsets, trafficPolicy, workloadSelector } = spec;
  const { namespace } = mapping(object['metadata']);
  const own = typeof namespace === 'string' ? namespace : '';
  const verdicts = [
    ...wildcardDomain(['spec', 'host'], host),
    ...exportedTo(object),
    ...labelsToSelect(['spec', 'workloadSelector', 'matchLabels'], mapping(workloadSelector)['matchLabels']),
  ];
  if (isSet(trafficPolicy))
    verdicts.push(...trafficPolicyVerdicts(['spec', 'trafficPolicy'], mapping(trafficPolicy), own));
  const seen = new Set<string>();
  for (const [index, subset] of mappings(subsets)) {
    const at = ['spec', 'subsets', index];
    const { name } = subset;
    if (isEmpty(name)) verdicts.push(missing([...at, 'name'], 'the name that routes use'));
    else if (typeof name === 'string' && !isLabel(name))
      verdicts.push(refused([...at, 'name'], JSON.stringify(name), labelWords, 'Rename the subset.'));
    else if (typeof name === 'string' && seen.has(name))
      verdicts.push({
        rule: 'schema/duplicate-key',
        at: [...at, 'name'],
        got: `${JSON.stringify(name)} again`,
        expected: 'a name that no other subset has',
        fix: 'Rename or remove one of the two.',
      });
    if (typeof name === 'string') seen.add(name);
    verdicts.push(...istioLabels([...at, 'labels'], subset['labels']));
    if (isSet(subset['trafficPolicy']))
      verdicts.push(...trafficPolicyVerdicts([...at, 'trafficPolicy'], mapping(subset['trafficPolicy']), own));
  }
  return verdicts;
}
