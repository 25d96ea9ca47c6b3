import { parse, stringify } from 'yaml';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/control-plane-is-complete.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const documents = String(rule.passes)
  .split('---\n')
  .filter((text) => text !== '')
  .map((text) => parse(text));
const join = (objects: readonly unknown[]) => objects.map((object) => stringify(object)).join('---\n');
const without = (...names: readonly string[]) =>
  join(documents.filter(({ kind, metadata }) => !names.includes(`${kind} ${metadata.name}`)));
const config = (values: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'linkerd-config', namespace: 'linkerd' },
  data: { values },
});
const bundle = {
  apiVersion: 'trust.cert-manager.io/v1alpha1',
  kind: 'Bundle',
  metadata: { name: 'linkerd-identity-trust-roots' },
};

ruleTester(rule, {
  ignores: {
    'objects without any control plane':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: linkerd-config, namespace: linkerd }',
    'Deployments of other names': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps, labels: { linkerd.io/control-plane-component: web } }
spec: { template: { spec: { containers: [{ name: web }] } } }`,
  },
  passes: {
    'accepts trust roots that a Bundle delivers': `${without('ConfigMap linkerd-identity-trust-roots')}---\n${stringify(bundle)}`,
    'accepts an absent heartbeat that is turned off': `${without('ServiceAccount linkerd-heartbeat', 'ConfigMap linkerd-config')}---\n${stringify(config('disableHeartBeat: true'))}`,
  },
  fails: {
    'with one finding for each kind': [
      without(
        'ServiceAccount linkerd-heartbeat',
        'ServiceAccount linkerd-identity',
        'ClusterRole linkerd-policy',
        'Namespace linkerd',
      ),
      { object: 'ConfigMap linkerd/linkerd-config', got: 'no ClusterRole linkerd-policy' },
      { got: 'no Namespace linkerd' },
      { got: 'no ServiceAccount linkerd-identity, linkerd-heartbeat' },
    ],
    'on a Deployment where there is no linkerd-config': [
      without('ConfigMap linkerd-config'),
      { object: 'Deployment linkerd/linkerd-identity', got: 'no ConfigMap linkerd-config' },
    ],
    'without the label': [
      String(rule.passes).replace(
        'name: linkerd-policy-validator-webhook-config, labels: { linkerd.io/control-plane-ns: linkerd }',
        'name: linkerd-policy-validator-webhook-config',
      ),
      {
        object: 'ValidatingWebhookConfiguration linkerd-policy-validator-webhook-config',
        path: 'metadata.labels["linkerd.io/control-plane-ns"]',
        got: 'nothing',
      },
    ],
  },
  notJudged: {
    'a release before 2.19': [
      `${without('ConfigMap linkerd-config')}---\n${stringify(config('linkerdVersion: stable-2.14.10'))}`,
      'the control plane is older than Linkerd 2.19',
    ],
  },
});
