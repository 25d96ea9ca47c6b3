import { podTemplate } from '../../../lib/judge/schema/constraints/pod-templates.js';
import { mapping, mappings } from '../../../lib/judge/schema/fields.js';
import type { ManifestObject } from '../../../lib/manifest/object.js';
import type { Kubectl } from './kubectl.js';

/** The first pod of each workload, as its controller would create it. */
export function podsOf(objects: readonly ManifestObject[]): ManifestObject[] {
  return objects.flatMap((object) => {
    const template = podTemplate(object);
    if (template === undefined) return [];
    const { name, namespace } = object.metadata;
    const claims = mappings(mapping(object['spec'])['volumeClaimTemplates']).map(([, claim]) => claim);
    const volumes = [
      ...mappings(template.spec['volumes']).map(([, volume]) => volume),
      ...claims.map(({ metadata }) => {
        const { name: claim = '' } = mapping(metadata);
        return { name: claim, persistentVolumeClaim: { claimName: `${claim}-${name}-0` } };
      }),
    ];
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...template.metadata, name: `${name}-0`, ...(namespace !== undefined && { namespace }) },
      spec: { ...template.spec, volumes },
    };
  });
}

/** What an API server has to say against pods, its admission by pod security included; nothing is created. */
export async function objections(kubectl: Kubectl, pods: readonly ManifestObject[]): Promise<string[]> {
  const list = { apiVersion: 'v1', kind: 'List', items: pods };
  const { code, stderr } = await kubectl.run(['create', '--dry-run=server', '-f', '-'], JSON.stringify(list));
  const lines = stderr.split('\n').filter((line) => line !== '');
  return code === 0 || lines.length > 0 ? lines : [`ended with ${code ?? 'a signal'}`];
}

/** A pod as it is, but on the network of its node, which no pod of a restricted namespace may be. */
export function onHostNetwork(pod: ManifestObject): ManifestObject {
  return { ...pod, spec: { ...mapping(pod['spec']), hostNetwork: true } };
}
