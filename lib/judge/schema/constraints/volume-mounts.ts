import { nearest } from '../../../formats/did-you-mean.js';
import type { JsonObject } from '../../../manifest/object.js';
import { mapping, mappings } from '../fields.js';
import type { Verdict } from '../verdict.js';
import { containersOf, podTemplate } from './pod-templates.js';

/** Mounts of volumes that the pod does not have. */
export function checkVolumeMounts(object: JsonObject): Verdict[] {
  const pod = podTemplate(object);
  if (pod === undefined) return [];
  const claims = mappings(mapping(object['spec'])['volumeClaimTemplates']).map(([, claim]) =>
    mapping(claim['metadata']),
  );
  const volumes = [...mappings(pod.spec['volumes']).map(([, volume]) => volume), ...claims]
    .map(({ name }) => name)
    .filter((name) => typeof name === 'string');
  return containersOf(pod).flatMap(({ at, container }) =>
    ['volumeMounts', 'volumeDevices'].flatMap((list) =>
      mappings(container[list]).flatMap(([position, { name }]): Verdict[] => {
        if (typeof name !== 'string' || volumes.includes(name)) return [];
        const meant = nearest(name, volumes);
        return [
          {
            rule: 'schema/unknown-volume',
            at: [...at, list, position, 'name'],
            got: JSON.stringify(name),
            expected: volumes.length === 0 ? 'no mount, for the pod has no volumes' : `one of ${volumes.join(', ')}`,
            fix: meant === undefined ? 'Add the volume, or remove the mount.' : `Write "${meant}", or add the volume.`,
          },
        ];
      }),
    ),
  );
}
