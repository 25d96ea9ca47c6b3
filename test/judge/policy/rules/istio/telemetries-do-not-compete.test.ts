import rule from '../../../../../lib/judge/policy/rules/istio/telemetries-do-not-compete.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'accepts one for a Gateway': bad.replace(
      'selector: { matchLabels: { app: web } }',
      'targetRefs: [{ name: public }]',
    ),
    'accepts one for the namespace beside one for pods': bad.replace('selector: { matchLabels: { app: web } }, ', ''),
  },
  notJudged: {
    'two for pods that are not among the files': [
      bad.replace('kind: Pod', 'kind: Unknown'),
      'no pod that it selects is among the files',
      'no pod that it selects is among the files',
    ],
  },
  fails: {
    'for one pod': [
      bad,
      { object: 'Telemetry apps/a', path: 'spec.selector.matchLabels' },
      { object: 'Telemetry apps/b' },
    ],
    'for the whole mesh': [
      bad
        .replace('name: a, namespace: apps', 'name: a, namespace: istio-system')
        .replace('name: b, namespace: apps', 'name: b, namespace: istio-system'),
      { object: 'Telemetry istio-system/a' },
      { object: 'Telemetry istio-system/b' },
    ],
  },
});
