import rule from '../../../../../lib/judge/policy/rules/pod/namespace-enforces-a-profile.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace } from '../../../model/linkerd/objects.js';

const labels = (...levels: readonly string[]) =>
  `{ ${levels.map((level) => `pod-security.kubernetes.io/${level}`).join(', ')} }`;
const watched = labels('enforce: privileged', 'audit: restricted');
const path = 'metadata.labels["pod-security.kubernetes.io/enforce"]';
const unmeshed = (parts: object = {}) => deployment({ annotations: '{}', ...parts });
const capable = (capability: string) => `securityContext: { capabilities: { add: [${capability}] } }`;
const withValues = (values: string) => `
---
apiVersion: v1
kind: ConfigMap
metadata: { name: linkerd-config, namespace: linkerd }
data: { values: "${values}" }
`;

ruleTester(rule, {
  ignores: {
    'a namespace without pods': namespace(),
    'the namespace of Kubernetes itself': namespace('{}', '{}', 'kube-system') + unmeshed({ namespace: 'kube-system' }),
  },
  passes: {
    'accepts baseline': namespace('{}', labels('enforce: baseline')) + unmeshed(),
    'accepts privileged for a mesh that sets up the network in the pod':
      namespace('{}', watched) + deployment() + withValues('cniEnabled: false'),
    'accepts privileged for pods of the host': namespace('{}', watched) + unmeshed({ spec: 'hostNetwork: true' }),
    'accepts privileged for files of the host':
      namespace('{}', watched) + unmeshed({ spec: 'volumes: [{ name: a, hostPath: { path: /var/log } }]' }),
    'accepts privileged for privileged containers':
      namespace('{}', watched) + unmeshed({ container: 'securityContext: { privileged: true }' }),
    'accepts privileged for an init container that redirects traffic':
      namespace('{}', watched) + unmeshed({ container: capable('NET_ADMIN') }),
  },
  notJudged: {
    'privileged for a mesh that may have its CNI plugin': [
      namespace('{}', watched) + deployment(),
      'the values of the control plane of Linkerd, which say cniEnabled, are not among the files',
    ],
  },
  fails: {
    'with audit and warnings alone': [
      namespace('{}', labels('audit: restricted', 'warn: restricted')) + deployment(),
      { object: 'Namespace apps', path, got: 'nothing, which means privileged' },
    ],
    'with privileged that nobody watches': [
      namespace('{}', labels('enforce: privileged')) + deployment(),
      { path, got: 'privileged' },
    ],
    'with privileged that no pod needs': [namespace('{}', watched) + unmeshed(), { path, got: 'privileged' }],
    'with privileged for a capability that baseline allows': [
      namespace('{}', watched) + unmeshed({ container: capable('CHOWN') }),
      { path, got: 'privileged' },
    ],
    'with privileged for a mesh with its CNI plugin': [
      namespace('{}', watched) + deployment() + withValues('cniEnabled: true'),
      { path, got: 'privileged' },
    ],
  },
});
