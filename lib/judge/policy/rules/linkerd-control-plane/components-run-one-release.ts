import { parseImageName } from '../../../../formats/image-name.js';
import type { Violation } from '../../../../manifest/field.js';
import { at } from '../../../../manifest/field-path.js';
import { stringAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type ControlPlaneInstall, controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { defineRule } from '../../rule.js';

const PROXY_VERSION = 'linkerd.io/proxy-version';

export default defineRule({
  id: 'linkerd-control-plane/components-run-one-release',
  severity: 'error',
  scope: 'cluster',
  summary: 'Every container of the control plane is of the release that linkerd-config names.',
  rationale:
    'linkerd-config is read by the code of one release: that of another fails on what it does not find there, and the injector gives pods a proxy that the controllers were never tested with.',
  source: 'https://linkerd.io/2-edge/reference/cli/check/#control-plane-version',
  appliesTo: ['apps/Deployment'],
  passes:
    controllerExample({ image: 'cr.l5d.io/linkerd/controller:edge-26.6.3' }) +
    configExample('linkerdVersion: edge-26.6.3'),
  fails:
    controllerExample({ image: 'cr.l5d.io/linkerd/controller:edge-25.10.7' }) +
    configExample('linkerdVersion: edge-26.6.3'),
  *check(cluster) {
    const install = controlPlaneInstallOf(cluster);
    if (install === undefined) return;
    const pods = podsOf(install, cluster);
    const tags = pods.flatMap((pod) => tagged(pod).filter(({ proxy }) => !proxy));
    const release = stringAt(install.values, 'linkerdVersion') || undefined;
    const controller = stringAt(install.values, 'controllerImageVersion') || release || tags[0]?.tag;
    const proxy = stringAt(install.values, 'proxy', 'image', 'version') || release || controller;
    for (const pod of pods) yield* skewed(pod, controller, proxy);
  },
});

/** The pods of the control plane, those of the heartbeat among them. */
function podsOf({ deployments, namespace }: ControlPlaneInstall, cluster: ClusterIndex): readonly PodTemplate[] {
  const heartbeat = cluster.find('batch/CronJob', namespace, 'linkerd-heartbeat');
  const pod = heartbeat && cluster.podOf(heartbeat);
  return [...deployments.values(), ...(pod === undefined ? [] : [pod])];
}

/** The images of Linkerd's own that have a tag; the init container of 2.19 has a version of its own. */
function tagged({ containers }: PodTemplate) {
  return containers.flatMap(({ name, path, spec }) => {
    const image = stringAt(spec, 'image') ?? '';
    const { tag } = parseImageName(image);
    const isOwn = /(?:^|\/)(?:controller|proxy)[:@]/.test(image);
    return tag === undefined || !isOwn ? [] : [{ path: at(path, 'image'), tag, proxy: name.startsWith('linkerd-') }];
  });
}

function* skewed(pod: PodTemplate, controller: string | undefined, proxy: string | undefined): Generator<Violation> {
  const { resource, metadataPath, ownAnnotations } = pod;
  for (const container of tagged(pod)) {
    const expected = container.proxy ? proxy : controller;
    if (expected === undefined || container.tag === expected) continue;
    const fix = 'Upgrade the whole control plane at once, linkerd-config with it.';
    yield { resource, path: container.path, got: container.tag, expected, fix };
  }
  const version = ownAnnotations[PROXY_VERSION];
  if (version === undefined || proxy === undefined || version === proxy) return;
  yield {
    resource,
    path: at(metadataPath, 'annotations', PROXY_VERSION),
    got: version,
    expected: proxy,
    fix: 'Write the version of the proxy in the pod; `linkerd check` compares it.',
  };
}
