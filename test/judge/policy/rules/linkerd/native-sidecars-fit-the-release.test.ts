import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd/native-sidecars-fit-the-release.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace } from '../../../model/linkerd/objects.js';

const release = (version: string, native?: boolean) =>
  controllerExample() +
  configExample(`linkerdVersion: ${version}`, ...(native === undefined ? [] : [`proxy: { nativeSidecar: ${native} }`]));
const v219 = release('edge-25.10.7', true);
const v220 = release('edge-26.6.3', true);
const pods = (annotations: string) => deployment({ annotations: `{ linkerd.io/inject: enabled, ${annotations} }` });
const wait = 'config.alpha.linkerd.io/proxy-wait-before-exit-seconds: "5"';
const stable = 'config.linkerd.io/proxy-enable-native-sidecar';
const beta = 'config.beta.linkerd.io/proxy-enable-native-sidecar';
const node = (version: string) =>
  `---\n{ apiVersion: v1, kind: Node, metadata: { name: one }, status: { nodeInfo: { kubeletVersion: ${version} } } }\n`;
const kubeadm = `---
apiVersion: v1
kind: ConfigMap
metadata: { name: kubeadm-config, namespace: kube-system }
data: { ClusterConfiguration: "kubernetesVersion: v1.27.3" }
`;

ruleTester(rule, {
  ignores: {
    'objects without a control plane': pods(wait),
  },
  passes: {
    'accepts any proxy on a Kubernetes that runs native sidecars':
      release('edge-26.6.3') + deployment() + node('v1.31.0'),
    'accepts a wait without a native sidecar': v219 + pods(`${wait}, ${beta}: "false"`),
    'accepts Kubernetes 1.29': v220 + deployment() + node('v1.29.1+k3s1'),
    'accepts an old Kubernetes without native sidecars':
      release('edge-25.10.7', false) + deployment() + node('v1.28.1'),
    'accepts the beta key of pods in 2.20': v220 + pods(`${beta}: "true"`) + node('v1.31.0'),
    'accepts both keys': v219 + pods(`${stable}: "true", ${beta}: "true"`) + node('v1.31.0'),
    'accepts either key where the release is not known':
      release('edge-25.12.1') + pods(`${stable}: "true"`) + node('v1.31.0'),
    'accepts a wait in 2.20': v220 + pods(wait) + node('v1.31.0'),
  },
  fails: {
    'with the key of 2.20 in 2.19': [
      v219 + pods(`${stable}: "true"`),
      { path: `spec.template.metadata.annotations["${stable}"]`, got: stable, expected: beta },
    ],
    'with the key of 2.19 on a namespace of 2.20': [
      v220 + namespace(`{ ${beta}: "true" }`),
      { object: 'Namespace apps', path: `metadata.annotations["${beta}"]`, expected: stable },
    ],
    'with a wait in 2.19': [v219 + pods(wait), { got: '5, with a native sidecar' }],
    'with a wait of the namespace': [
      v219 +
        namespace('{ linkerd.io/inject: enabled, config.alpha.linkerd.io/proxy-wait-before-exit-seconds: "5" }') +
        deployment({ annotations: '{}' }),
      { object: 'Deployment apps/web' },
    ],
    'on an old node': [v220 + deployment() + node('v1.28.4'), { got: 'a native sidecar on Kubernetes 1.28' }],
    'on an old Kubernetes by kubeadm': [v220 + deployment() + kubeadm, { got: 'a native sidecar on Kubernetes 1.27' }],
  },
  notJudged: {
    'pods whose namespace may be meshed': [
      v220 + deployment({ annotations: '{}' }),
      'Namespace apps is not among the files',
    ],
    'proxies of which nothing tells what they are, with a wait in 2.19': [
      release('edge-25.10.7') + pods(wait) + node('v1.31.0'),
      'the files do not tell whether proxies are native sidecars',
    ],
    'proxies that a control plane without configuration injects': [
      controllerExample() + deployment() + node('v1.28.4'),
      'the files do not tell whether proxies are native sidecars',
    ],
    'a key where no control plane is among the files': [
      pods(`${stable}: "true", ${wait}`),
      'no control plane of Linkerd is among the files',
    ],
    'a native sidecar, where nothing tells the release of Kubernetes': [
      v220 + deployment(),
      'the files do not tell the release of Kubernetes',
    ],
  },
});
