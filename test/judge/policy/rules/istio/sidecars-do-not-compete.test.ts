import rule from '../../../../../lib/judge/policy/rules/istio/sidecars-do-not-compete.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'accepts one for the namespace beside one for pods': bad.replace(
      'workloadSelector: { labels: { app: web } }, ',
      '',
    ),
    'accepts other namespaces': bad.replace('name: b, namespace: apps', 'name: b, namespace: shop'),
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
      {
        object: 'Sidecar apps/a',
        path: 'spec.workloadSelector.labels',
        got: '{"app":"web"}, for pods that Sidecar apps/b selects too',
      },
      { object: 'Sidecar apps/b' },
    ],
    'for one namespace': [
      bad.replaceAll('workloadSelector: { labels: { app: web } }, ', ''),
      { object: 'Sidecar apps/a', path: 'spec', got: 'no selector, like Sidecar apps/b' },
      { object: 'Sidecar apps/b' },
    ],
  },
});
