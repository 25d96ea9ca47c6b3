import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { stringAt, stringsAt } from '../../../../manifest/read.js';
import { ISTIO_OPERATOR, installsOf, SAIL_ISTIO, SAIL_REVISION } from '../../../model/istio/mesh-config.js';
import { kindOf, POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

/** Where releases of Istio are no longer published, and what is there is taken away. */
const CLOSED = /^(?:gcr\.io\/istio-release|registry\.istio\.io(?:\/(?:release|testing))?)(?:\/|$)/;
const PROXY_IMAGE = 'sidecar.istio.io/proxyImage';
const HUBS = [
  ['global', 'hub'],
  ['global', 'proxy', 'image'],
  ['global', 'proxy_init', 'image'],
  ['pilot', 'hub'],
  ['pilot', 'image'],
  ['cni', 'hub'],
] as const;

export default defineRule({
  id: 'istio/images-are-still-published',
  severity: 'error',
  scope: 'object',
  summary: 'Images of Istio come from where they are published.',
  rationale:
    'Istio takes its releases off two registries: from there no node that has not pulled before can start a proxy, and with it no pod of the mesh.',
  source: 'https://istio.io/latest/news/releases/1.31.x/announcing-1.31/upgrade-notes/',
  appliesTo: [...POD_KINDS, 'ConfigMap', SAIL_ISTIO, SAIL_REVISION, ISTIO_OPERATOR],
  passes: example('docker.io/istio'),
  fails: example('gcr.io/istio-release'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod !== undefined) {
      yield* closed(pod.ownAnnotations[PROXY_IMAGE], at(pod.metadataPath, 'annotations', PROXY_IMAGE));
      for (const { spec, path } of pod.containers) yield* closed(stringAt(spec, 'image'), at(path, 'image'));
      return;
    }
    if (kindOf(resource.object) === ISTIO_OPERATOR) yield* closed(stringAt(resource.object, 'spec', 'hub'), 'spec.hub');
    if (kindOf(resource.object) === 'ConfigMap') {
      const injector = resource.object.metadata.name.startsWith('istio-sidecar-injector');
      const found = injector ? /"(?:hub|image)":\s*"([^"]+)"/g : undefined;
      const hubs = found === undefined ? [] : [...(stringsAt(resource.object, 'data')['values'] ?? '').matchAll(found)];
      for (const hub of new Set(hubs.map(([, text]) => text))) yield* closed(hub, 'data.values');
      return;
    }
    const install = installsOf(cluster).find((candidate) => candidate.resource === resource);
    for (const steps of HUBS) {
      yield* closed(stringAt(install?.values, ...steps), at(install?.valuesPath ?? 'spec.values', ...steps));
    }
    if (
      install !== undefined &&
      kindOf(resource.object) !== ISTIO_OPERATOR &&
      stringAt(install.values, 'global', 'hub') === undefined
    ) {
      yield {
        path: at(install.valuesPath, 'global', 'hub'),
        got: 'nothing, for which the operator fills in a registry that is shut down',
        expected: 'docker.io/istio',
        fix: 'Set it: the operator names registry.istio.io by default, from where new nodes soon pull nothing.',
      };
    }
  },
});

function* closed(image: string | undefined, path: string): Iterable<Fault> {
  if (image === undefined || !CLOSED.test(image)) return;
  yield {
    path,
    got: image,
    expected: image.replace(CLOSED, (host) => `docker.io/istio${host.endsWith('/') ? '/' : ''}`),
    fix: 'Pull from docker.io/istio or from a mirror of your own: that registry is shut down, and pods that start on a new node stay without a proxy.',
  };
}

function example(hub: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec: { containers: [{ name: istio-proxy, image: "${hub}/proxyv2:1.30.3" }] }
`;
}
