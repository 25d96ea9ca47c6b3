import { webhookExample } from '../../../../../lib/judge/policy/examples/linkerd-webhook.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/injector-selects-the-right-namespaces.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const selecting = (namespaces: string, objects = '') =>
  webhookExample({
    webhook: `namespaceSelector: { matchExpressions: [${namespaces}] }${objects === '' ? '' : `\n    objectSelector: { matchExpressions: [${objects}] }`}`,
  });
const notNamed = (...names: readonly string[]) =>
  `{ key: kubernetes.io/metadata.name, operator: NotIn, values: [${names.join(', ')}] }`;
const notDisabled = '{ key: config.linkerd.io/admission-webhooks, operator: NotIn, values: [disabled] }';
const notOwn = '{ key: linkerd.io/control-plane-component, operator: DoesNotExist }';
const namespace = (labels: string) =>
  `---\n{ apiVersion: v1, kind: Namespace, metadata: { name: linkerd, labels: ${labels} } }\n`;

ruleTester(rule, {
  ignores: {
    'other webhooks': webhookExample().replace(
      'linkerd-proxy-injector-webhook-config',
      'other, labels: { linkerd.io/control-plane-ns: linkerd }',
    ),
  },
  passes: {
    'accepts pods that are left out by their label': selecting(notNamed('kube-system'), notOwn),
    'accepts a namespace that is left out by its label':
      selecting(`${notNamed('kube-system')}, ${notDisabled}`) +
      namespace('{ config.linkerd.io/admission-webhooks: disabled }'),
  },
  fails: {
    'with a namespace that is not labelled': [
      selecting(`${notNamed('kube-system')}, ${notDisabled}`) + namespace('{}'),
      {
        path: 'webhooks[0].namespaceSelector',
        expected: "selectors that exclude the control plane's own pods in namespace linkerd",
      },
    ],
    'with kube-system': [selecting(notDisabled, notOwn), { expected: 'a selector that excludes kube-system' }],
    'with namespaces that ask for it alone': [
      selecting('{ key: mesh, operator: Exists }'),
      { expected: 'selectors that include namespaces and pods without labels of their own' },
    ],
  },
});
