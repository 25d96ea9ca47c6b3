import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/components-run-one-release.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const image = (tag: string) => `registry.example:5000/linkerd/controller:${tag}`;
const release = configExample('linkerdVersion: edge-26.6.3');
const withProxy = (proxy: string, annotations = '{}') =>
  controllerExample({
    image: image('edge-26.6.3'),
    annotations,
    pod: `initContainers: [{ name: linkerd-proxy, image: '${proxy}' }]`,
  });
const heartbeat = (tag: string) => `---
apiVersion: batch/v1
kind: CronJob
metadata: { name: linkerd-heartbeat, namespace: linkerd }
spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: heartbeat, image: '${image(tag)}' }] } } } } }
`;

ruleTester(rule, {
  passes: {
    'accepts a tag with a digest':
      controllerExample({ image: `${image('edge-26.6.3')}@sha256:${'0'.repeat(64)}` }) + release,
    'accepts a version of the controllers of their own':
      controllerExample({ image: image('patched') }) +
      configExample('linkerdVersion: edge-26.6.3', 'controllerImageVersion: patched'),
    'accepts an init container with a version of its own':
      controllerExample({
        image: image('edge-25.10.7'),
        pod: "initContainers: [{ name: linkerd-init, image: 'cr.l5d.io/linkerd/proxy-init:v2.4.3' }]",
      }) + configExample('linkerdVersion: edge-25.10.7'),
  },
  fails: {
    'without linkerd-config, by the first controller': [
      controllerExample({ image: image('edge-26.6.3') }) +
        controllerExample({ component: 'destination', image: image('edge-25.10.7') }),
      {
        object: 'Deployment linkerd/linkerd-destination',
        path: 'spec.template.spec.containers[0].image',
        got: 'edge-25.10.7',
        expected: 'edge-26.6.3',
      },
    ],
    'in the proxy': [
      withProxy('cr.l5d.io/linkerd/proxy:edge-26.5.1') + release,
      { path: 'spec.template.spec.initContainers[0].image', got: 'edge-26.5.1' },
    ],
    'in the annotation': [
      withProxy('cr.l5d.io/linkerd/proxy:edge-26.6.3', '{ linkerd.io/proxy-version: edge-25.10.7 }') + release,
      { path: 'spec.template.metadata.annotations["linkerd.io/proxy-version"]', got: 'edge-25.10.7' },
    ],
    'in the heartbeat': [
      controllerExample({ image: image('edge-26.6.3') }) + release + heartbeat('edge-25.10.7'),
      { object: 'CronJob linkerd/linkerd-heartbeat', got: 'edge-25.10.7' },
    ],
  },
  notJudged: {
    'an image by its digest alone': [
      controllerExample({ image: `registry.example:5000/linkerd/controller@sha256:${'0'.repeat(64)}` }) + release,
      'the image of container identity has no tag',
    ],
  },
});
