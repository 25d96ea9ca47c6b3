import { podTemplate } from '../../../lib/judge/schema/constraints/pod-template.js';
import { Field } from '../../../lib/manifest/field.js';
import type { ManifestObject } from '../../../lib/manifest/object.js';
import { objectAt } from '../../../lib/manifest/read.js';
import type { Kubectl } from './kubectl.js';

/** The first pod of each workload, as its controller would create it. */
export function podsOf(objects: readonly ManifestObject[]): ManifestObject[] {
  return objects.flatMap((object) => {
    const template = podTemplate(Field.of({ object, file: '', document: 0 }));
    if (template === undefined) return [];
    const { name, namespace } = object.metadata;
    const claims = template.object
      .at('spec', 'volumeClaimTemplates')
      .items.map((claim) => claim.at('metadata', 'name'));
    const volumes = [
      ...template.spec.at('volumes').items.flatMap(({ mapping }) => mapping ?? []),
      ...claims.map(({ text: claim = '' }) => ({
        name: claim,
        persistentVolumeClaim: { claimName: `${claim}-${name}-0` },
      })),
    ];
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...template.pod.at('metadata').mapping,
        name: `${name}-0`,
        ...(namespace !== undefined && { namespace }),
      },
      spec: { ...template.spec.mapping, volumes },
    };
  });
}

/** What an API server objects to in pods, including its admission by pod security; nothing is created. */
export async function objections(kubectl: Kubectl, pods: readonly ManifestObject[]): Promise<string[]> {
  const list = { apiVersion: 'v1', kind: 'List', items: pods };
  const { code, stderr } = await kubectl.run(['create', '--dry-run=server', '-f', '-'], JSON.stringify(list));
  const lines = stderr.split('\n').filter((line) => line !== '');
  return code === 0 || lines.length > 0 ? lines : [`ended with ${code ?? 'a signal'}`];
}

/** The same pod on the network of its node, which a restricted namespace does not allow. */
export function onHostNetwork(pod: ManifestObject): ManifestObject {
  return { ...pod, spec: { ...objectAt(pod, 'spec'), hostNetwork: true } };
}
