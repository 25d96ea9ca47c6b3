import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd/pod-security-admits-the-mesh.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace } from '../../../model/linkerd/objects.js';

const enforce = (level: string, name?: string) =>
  namespace('{}', `{ pod-security.kubernetes.io/enforce: ${level} }`, name);
const init =
  'initContainers: [{ name: linkerd-init, securityContext: { capabilities: { add: [NET_ADMIN, NET_RAW] } } }]';
const path = 'metadata.labels["pod-security.kubernetes.io/enforce"]';

ruleTester(rule, {
  ignores: {
    'restricted around pods outside of the mesh, without a control plane':
      enforce('restricted') + deployment({ annotations: '{}' }),
    'privileged, without a control plane': enforce('privileged') + deployment(),
    'audit alone':
      controllerExample() + namespace('{}', '{ pod-security.kubernetes.io/audit: restricted }') + deployment(),
  },
  passes: {
    'accepts restricted where linkerd-cni is used':
      controllerExample() + configExample('cniEnabled: true') + enforce('restricted') + deployment(),
    'accepts restricted around pods outside of the mesh':
      controllerExample() + enforce('restricted') + deployment({ annotations: '{}' }),
  },
  fails: {
    'with baseline around meshed pods': [
      controllerExample() + enforce('baseline') + deployment(),
      { object: 'Namespace apps', path, got: 'baseline, with Deployment web', expected: 'privileged' },
    ],
    'around the control plane': [
      controllerExample({ pod: init }) + enforce('restricted', 'linkerd'),
      { object: 'Namespace linkerd', got: 'restricted, with Deployment linkerd-identity' },
    ],
    'around the plugin': [
      controllerExample() +
        configExample('cniEnabled: true') +
        enforce('baseline') +
        deployment({
          annotations: '{}',
          labels: '{ linkerd.io/cni-resource: "true" }',
          spec: 'volumes: [{ name: cni, hostPath: { path: /etc/cni } }]',
        }),
      { fix: 'Enforce privileged here: the plugin writes to the node.' },
    ],
  },
  notJudged: {
    'restricted where nothing tells of the control plane': [
      enforce('restricted') + deployment(),
      'no control plane of Linkerd is among the files',
    ],
  },
});
