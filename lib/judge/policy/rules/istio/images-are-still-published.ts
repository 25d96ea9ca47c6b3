import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { ISTIO_OPERATOR, installsOf, SAIL_ISTIO, SAIL_REVISION } from '../../../model/istio/mesh-config.js';
import { kindOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

/** Registries that no longer publish releases of Istio, and delete what they have. */
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

/** An image or registry that Istio is pulled from. */
interface Source {
  readonly field: Field;
  /** Undefined if the Sail operator fills in its default. */
  readonly image: string | undefined;
}

export default defineRule<Source>({
  id: 'istio/images-are-still-published',
  severity: 'error',
  scope: 'object',
  summary: 'Images of Istio come from a registry that publishes them.',
  rationale:
    'Istio removes its releases from two registries: a node that has not pulled the image before cannot start a proxy from there, and therefore no pod of the mesh.',
  source: 'https://istio.io/latest/news/releases/1.31.x/announcing-1.31/upgrade-notes/',
  appliesTo: [...POD_KINDS, 'ConfigMap', SAIL_ISTIO, SAIL_REVISION, ISTIO_OPERATOR],
  reads: ['Namespace'],
  passes: example('docker.io/istio'),
  fails: example('gcr.io/istio-release'),
  about: (resource, cluster) => {
    const pod = cluster.podOf(resource);
    if (pod !== undefined) return inPod(pod);
    return kindOf(resource.object) === 'ConfigMap' ? inInjector(resource) : inInstall(resource, cluster);
  },
  *check({ field, image }) {
    if (image === undefined) {
      yield field.violation({
        got: 'nothing, so that the operator uses registry.istio.io, which is shutting down',
        expected: 'docker.io/istio',
        effect: 'Nodes that have not pulled the images before cannot start a proxy.',
        fix: 'Set it to docker.io/istio.',
      });
    } else if (CLOSED.test(image)) {
      yield field.violation({
        got: image,
        expected: image.replace(CLOSED, (host) => `docker.io/istio${host.endsWith('/') ? '/' : ''}`),
        effect: 'That registry is shut down: pods that start on a new node get no proxy.',
        fix: 'Pull from docker.io/istio or from your own mirror.',
      });
    }
  },
});

function written(field: Field): readonly Source[] {
  return field.text === undefined ? [] : [{ field, image: field.text }];
}

function inPod({ metadata, containers }: PodTemplate): readonly Source[] {
  return [metadata.at('annotations', PROXY_IMAGE), ...containers.map(({ field }) => field.at('image'))].flatMap(
    written,
  );
}

function inInjector(configMap: Resource): readonly Source[] {
  if (!configMap.object.metadata.name.startsWith('istio-sidecar-injector')) return [];
  const field = Field.of(configMap).at('data', 'values');
  const images = [...(field.text ?? '').matchAll(/"(?:hub|image)":\s*"([^"]+)"/g)];
  return [...new Set(images.map(([, image]) => image))].map((image) => ({ field, image }));
}

function inInstall(resource: Resource, cluster: ClusterIndex): readonly Source[] {
  const values = installsOf(cluster).find((install) => install.resource === resource)?.values;
  if (values === undefined) return [];
  const hubs = HUBS.map((steps) => values.at(...steps));
  if (kindOf(resource.object) === ISTIO_OPERATOR) {
    return [Field.of(resource).at('spec', 'hub'), ...hubs].flatMap(written);
  }
  const hub = values.at('global', 'hub');
  return [...hubs.flatMap(written), ...(hub.text === undefined ? [{ field: hub, image: undefined }] : [])];
}

function example(hub: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec: { containers: [{ name: istio-proxy, image: "${hub}/proxyv2:1.30.3" }] }
`;
}
