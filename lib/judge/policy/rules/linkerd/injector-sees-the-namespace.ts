import { Field } from '../../../../manifest/field.js';
import { INJECT_ANNOTATION, INJECTING, WEBHOOKS_LABEL, webhookSees } from '../../../model/linkerd/injection.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/injector-sees-the-namespace',
  severity: 'error',
  scope: 'object',
  summary: 'The injector is called for every namespace that asks for proxies.',
  rationale: 'If the injector is not called for a namespace, its pods start without a proxy, and nothing reports it.',
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
  about: (resource) => {
    const metadata = Field.of(resource).at('metadata');
    const asked = metadata.at('annotations', INJECT_ANNOTATION);
    return INJECTING.includes(asked.text ?? '') ? [{ asked, label: metadata.at('labels', WEBHOOKS_LABEL) }] : [];
  },
  *check({ asked, label }, cluster) {
    const { name } = asked.resource.object.metadata;
    if (webhookSees(name, cluster)) return;
    yield label.text === undefined
      ? asked.violation({
          got: `${asked.text} on ${name}, a namespace that the injector always excludes`,
          expected: 'another namespace',
          fix: 'Move the workloads that should be in the mesh.',
        })
      : label.violation({
          expected: 'no such label beside linkerd.io/inject',
          effect: "The label excludes the namespace from Linkerd's webhooks.",
          fix: 'Remove the label.',
        });
  },
});
