import { parseImageName } from '../../../../formats/image-name.js';
import type { Violation } from '../../../../manifest/field.js';
import { stringAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type ControlPlaneInstall, everyInstall } from '../../../model/linkerd-control-plane/install.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const PROXY_VERSION = 'linkerd.io/proxy-version';

export default defineRule({
  id: 'linkerd-control-plane/components-run-one-release',
  severity: 'error',
  scope: 'cluster',
  summary: 'Every container of the control plane runs the release that linkerd-config names.',
  rationale:
    'The code of one release reads linkerd-config. Another release fails on what it does not find there, and the injector gives pods a proxy that was never tested with these controllers.',
  source: 'https://linkerd.io/2-edge/reference/cli/check/#control-plane-version',
  appliesTo: ['apps/Deployment'],
  reads: ['ConfigMap', 'Namespace', 'batch/CronJob'],
  passes:
    controllerExample({ image: 'cr.l5d.io/linkerd/controller:edge-26.6.3' }) +
    configExample('linkerdVersion: edge-26.6.3'),
  fails:
    controllerExample({ image: 'cr.l5d.io/linkerd/controller:edge-25.10.7' }) +
    configExample('linkerdVersion: edge-26.6.3'),
  about: everyInstall,
  *check(install, cluster) {
    const pods = podsOf(install, cluster);
    const tags = pods.flatMap((pod) => tagged(pod).filter(({ proxy }) => !proxy));
    const release = stringAt(install.values, 'linkerdVersion') || undefined;
    const controller = stringAt(install.values, 'controllerImageVersion') || release || tags[0]?.tag;
    const proxy = stringAt(install.values, 'proxy', 'image', 'version') || release || controller;
    for (const pod of pods) {
      yield* skewed(pod, controller, proxy);
      for (const { container, image } of untagged(pod)) {
        yield notJudged(`the image of container ${container} has no tag`, image);
      }
    }
  },
});

/** The pods of the control plane, including those of the heartbeat. */
function podsOf({ deployments, namespace }: ControlPlaneInstall, cluster: ClusterIndex): readonly PodTemplate[] {
  const heartbeat = cluster.find('batch/CronJob', namespace, 'linkerd-heartbeat');
  const pod = heartbeat && cluster.podOf(heartbeat);
  return [...deployments.values(), ...(pod === undefined ? [] : [pod])];
}

/** Linkerd's own images; the init container of 2.19 has a version of its own. */
function ownImages({ containers }: PodTemplate) {
  return containers.flatMap(({ name, field }) => {
    const image = field.at('image');
    const isOwn = /(?:^|\/)(?:controller|proxy)(?:[:@]|$)/.test(image.text ?? '');
    const { tag } = parseImageName(image.text ?? '');
    return isOwn ? [{ container: name, image, tag, proxy: name.startsWith('linkerd-') }] : [];
  });
}

function tagged(pod: PodTemplate) {
  return ownImages(pod).flatMap(({ tag, ...own }) => (tag === undefined ? [] : [{ ...own, tag }]));
}

function untagged(pod: PodTemplate) {
  return ownImages(pod).filter(({ tag }) => tag === undefined);
}

function* skewed(pod: PodTemplate, controller: string | undefined, proxy: string | undefined): Generator<Violation> {
  for (const container of tagged(pod)) {
    const expected = container.proxy ? proxy : controller;
    if (expected === undefined || container.tag === expected) continue;
    const fix = 'Upgrade the whole control plane at once, including linkerd-config.';
    yield container.image.violation({ got: container.tag, expected, fix });
  }
  const version = pod.metadata.at('annotations', PROXY_VERSION);
  if (version.text === undefined || proxy === undefined || version.text === proxy) return;
  yield version.violation({
    expected: proxy,
    effect: '`linkerd check` compares it.',
    fix: "Write the version of the pod's proxy.",
  });
}
