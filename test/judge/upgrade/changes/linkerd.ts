import { documents } from '../../../support/manifests.js';
import { type ChangeCase, type ChangeExample, podWith } from './example.js';

const CONTAINERS = '{ containers: [{ name: web }] }';
const injected = (annotations = '') => podWith(`{ linkerd.io/inject: enabled, ${annotations} }`, CONTAINERS);
const namespace = (annotations: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: apps, annotations: ${annotations} }
`;
const STABLE = 'config.linkerd.io/proxy-enable-native-sidecar';
const BETA = 'config.beta.linkerd.io/proxy-enable-native-sidecar';
const WAIT = 'config.alpha.linkerd.io/proxy-wait-before-exit-seconds';

export const LINKERD_EXAMPLES: readonly ChangeExample[] = [
  {
    id: 'linkerd/sidecars-are-native',
    concerned: injected(),
    at: ['Pod metadata'],
    spared: documents(
      injected(`${BETA}: "true"`),
      podWith('{}', CONTAINERS).replace('name: web', 'name: outside'),
      podWith('{ linkerd.io/inject: disabled }', CONTAINERS).replace('name: web', 'name: disabled'),
    ),
  },
  {
    id: 'linkerd/wait-before-exit-is-ignored',
    concerned: injected(`${WAIT}: "30"`),
    at: [`Pod metadata.annotations["${WAIT}"]`],
    spared: documents(
      injected(`${WAIT}: "0"`),
      injected(`${WAIT}: "30", ${STABLE}: "false"`).replace('name: web', 'name: old-form'),
    ),
  },
  {
    id: 'linkerd/beta-native-key-is-not-inherited',
    concerned: namespace(`{ ${BETA}: "false" }`),
    at: [`Namespace metadata.annotations["${BETA}"]`],
    spared: documents(namespace(`{ ${STABLE}: "false" }`), injected(`${BETA}: "false"`)),
  },
  {
    id: 'linkerd/init-image-is-ignored',
    concerned: documents(
      namespace('{ config.linkerd.io/init-image-version: v2.4.3 }'),
      injected('config.linkerd.io/init-image: registry.example/proxy-init'),
    ),
    at: [
      'Namespace metadata.annotations["config.linkerd.io/init-image-version"]',
      'Pod metadata.annotations["config.linkerd.io/init-image"]',
    ],
    spared: injected('config.linkerd.io/proxy-image: registry.example/proxy'),
  },
];

/** A control plane of 2.19 with that value of proxy.nativeSidecar. */
const controlPlane = (nativeSidecar: boolean) =>
  documents(
    `
apiVersion: apps/v1
kind: Deployment
metadata: { name: linkerd-destination, namespace: linkerd, labels: { linkerd.io/control-plane-component: destination } }
spec: { template: { spec: { containers: [{ name: destination, image: "cr.l5d.io/linkerd/controller:edge-25.10.7" }] } } }
`,
    `
apiVersion: v1
kind: ConfigMap
metadata: { name: linkerd-config, namespace: linkerd }
data:
  values: |
    linkerdVersion: edge-25.10.7
    proxy: { nativeSidecar: ${nativeSidecar} }
`,
  );

export const LINKERD_CASES: readonly ChangeCase[] = [
  [
    'linkerd/sidecars-are-native',
    'a control plane with native sidecars',
    documents(injected(), controlPlane(true)),
    false,
  ],
  ['linkerd/sidecars-are-native', 'a control plane without', documents(injected(), controlPlane(false)), true],
  [
    'linkerd/sidecars-are-native',
    'a Namespace that says so',
    documents(injected(), namespace(`{ ${STABLE}: "false" }`)),
    false,
  ],
];
