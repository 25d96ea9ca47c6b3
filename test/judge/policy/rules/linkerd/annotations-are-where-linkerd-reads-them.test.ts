import rule from '../../../../../lib/judge/policy/rules/linkerd/annotations-are-where-linkerd-reads-them.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace } from '../../../model/linkerd/objects.js';

ruleTester(rule, {
  ignores: {
    'the label that keeps webhooks out': namespace('{}', '{ config.linkerd.io/admission-webhooks: disabled }'),
  },
  passes: {
    'accepts annotations of a Pod':
      '{ apiVersion: v1, kind: Pod, metadata: { name: web, annotations: { linkerd.io/inject: enabled } }, spec: { containers: [] } }',
    'accepts what a namespace passes on': namespace(
      '{ linkerd.io/inject: enabled, config.linkerd.io/proxy-cpu-limit: "1" }',
    ),
    'accepts other annotations of a Deployment': deployment({
      metadata: 'annotations: { linkerd.io/created-by: helm }',
    }),
  },
  fails: {
    'on a Deployment': [
      deployment({ metadata: 'annotations: { config.linkerd.io/proxy-cpu-limit: "1" }' }),
      {
        path: 'metadata.annotations["config.linkerd.io/proxy-cpu-limit"]',
        got: '1',
        expected: 'an annotation at spec.template.metadata.annotations',
      },
    ],
    'as a label of a pod': [
      deployment({ labels: '{ linkerd.io/inject: enabled }' }),
      { path: 'spec.template.metadata.labels["linkerd.io/inject"]', expected: 'an annotation' },
    ],
    'as a label of a namespace': [
      namespace('{}', '{ linkerd.io/inject: enabled }'),
      { object: 'Namespace apps', path: 'metadata.labels["linkerd.io/inject"]' },
    ],
    'as an annotation that should be a label': [
      namespace('{ config.linkerd.io/admission-webhooks: disabled }'),
      { expected: 'a label of a Namespace' },
    ],
    'on a namespace that does not pass it on': [
      namespace('{ config.linkerd.io/proxy-cpu-ratio-limit: "0.5" }'),
      { path: 'metadata.annotations["config.linkerd.io/proxy-cpu-ratio-limit"]', got: '0.5' },
    ],
  },
});
