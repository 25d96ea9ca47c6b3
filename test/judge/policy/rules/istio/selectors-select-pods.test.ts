import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/selectors-select-pods.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'a selector beside targets': bad
      .replace('kind: Sidecar', 'kind: EnvoyFilter')
      .replace('spec: { ', 'spec: { targetRefs: [{ kind: Gateway, name: edge }], '),
    'objects for a whole namespace': bad.replace('workloadSelector: { labels: { app: website } }, ', ''),
  },
  passes: {
    'accepts pods of all namespaces from the root namespace': bad
      .replace('kind: Sidecar', 'kind: EnvoyFilter')
      .replace('name: web, namespace: apps }\nspec: { w', 'name: web, namespace: istio-system }\nspec: { w')
      .replace('website', 'web'),
  },
  fails: {
    'of labels that no pod has': [
      bad,
      {
        path: 'spec.workloadSelector.labels',
        got: '{"app":"website"}',
        expected: 'the labels of a pod of namespace apps: app web',
        effect: expect.stringContaining('The egress that it closes stays open'),
      },
    ],
    'of a Sidecar in the root namespace, for pods of another': [
      bad
        .replace('name: web, namespace: apps }\nspec: { w', 'name: web, namespace: istio-system }\nspec: { w')
        .replace('website', 'web'),
      { object: 'Sidecar istio-system/web' },
    ],
    'of a WasmPlugin': [
      bad
        .replace('networking.istio.io/v1', 'extensions.istio.io/v1alpha1')
        .replace('kind: Sidecar', 'kind: WasmPlugin')
        .replace('workloadSelector: { labels', 'selector: { matchLabels'),
      { path: 'spec.selector.matchLabels', effect: expect.stringContaining('No proxy runs the plugin') },
    ],
  },
});
