import type { JsonObject } from '../../manifest/object.js';
import { mapping } from '../fields.js';
import type { Verdict } from '../verdict.js';
import { podTemplate } from './pod-templates.js';

const SELECTING = ['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'];

/** Selectors of workloads that do not match the workload's own pods. */
export function checkSelectors(object: JsonObject): Verdict[] {
  const pod = podTemplate(object);
  if (pod === undefined || !SELECTING.includes(String(object['kind']))) return [];
  const labels = mapping(pod.metadata['labels']);
  const wanted = Object.entries(mapping(mapping(mapping(object['spec'])['selector'])['matchLabels']));
  return wanted
    .filter(([key, value]) => labels[key] !== value)
    .map(([key, value]) => ({
      rule: 'schema/selector-mismatch',
      at: ['spec', 'selector', 'matchLabels', key],
      got: JSON.stringify(value),
      expected: `the value that the pod template's label has, ${Object.hasOwn(labels, key) ? JSON.stringify(labels[key]) : 'which is missing'}`,
      fix: 'Give the selector and the pod template the same label.',
    }));
}
