import { at } from '../../../../manifest/field-path.js';
import { stringsAt } from '../../../../manifest/read.js';
import { INJECT_ANNOTATION, INJECTING, WEBHOOKS_LABEL, webhookSees } from '../../../model/linkerd/injection.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/injector-sees-the-namespace',
  severity: 'error',
  scope: 'object',
  summary: 'Every namespace that asks for proxies is seen by the injector.',
  rationale: 'The injector is not called for such a namespace: its pods start without a proxy, and nothing says so.',
  source: 'https://linkerd.io/2-edge/features/proxy-injection/',
  appliesTo: ['Namespace'],
  passes: `
apiVersion: v1
kind: Namespace
metadata: { name: apps, annotations: { linkerd.io/inject: enabled } }
`,
  fails: `
apiVersion: v1
kind: Namespace
metadata:
  name: apps
  annotations: { linkerd.io/inject: enabled }
  labels: { config.linkerd.io/admission-webhooks: disabled }
`,
  *check({ object }, cluster) {
    const asked = stringsAt(object, 'metadata', 'annotations')[INJECT_ANNOTATION] ?? '';
    if (!INJECTING.includes(asked) || webhookSees(object.metadata.name, cluster)) return;
    const labelled = stringsAt(object, 'metadata', 'labels')[WEBHOOKS_LABEL];
    yield labelled === undefined
      ? {
          path: at('metadata', 'annotations', INJECT_ANNOTATION),
          got: `${asked} on ${object.metadata.name}, which the injector always leaves out`,
          expected: 'another namespace',
          fix: 'Move the workloads that are to be meshed.',
        }
      : {
          path: at('metadata', 'labels', WEBHOOKS_LABEL),
          got: labelled,
          expected: 'no such label beside linkerd.io/inject',
          fix: "Remove the label: it keeps Linkerd's webhooks out of the namespace.",
        };
  },
});
