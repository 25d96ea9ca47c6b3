import { nearest } from '../../../formats/did-you-mean.js';
import { type SchemaViolation, schemaViolation } from '../violation.js';
import type { PodTemplate } from './pod-template.js';

/** Mounts of volumes that the pod does not have. */
export function* checkVolumeMounts({ object, spec, containers }: PodTemplate): Iterable<SchemaViolation> {
  const mounts = containers.flatMap((container) =>
    ['volumeMounts', 'volumeDevices'].flatMap((list) => container.at(list).items),
  );
  if (mounts.length === 0) return;
  const volumes = [
    ...spec.at('volumes').items.map((volume) => volume.at('name')),
    ...object.at('spec', 'volumeClaimTemplates').items.map((claim) => claim.at('metadata', 'name')),
  ].flatMap(({ text }) => text ?? []);
  for (const mount of mounts) {
    const name = mount.at('name');
    if (name.text === undefined || volumes.includes(name.text)) continue;
    const meant = nearest(name.text, volumes);
    yield schemaViolation('schema/unknown-volume', name, {
      expected: volumes.length === 0 ? 'no mount, because the pod has no volumes' : `one of ${volumes.join(', ')}`,
      fix: meant === undefined ? 'Add the volume, or remove the mount.' : `Write "${meant}", or add the volume.`,
    });
  }
}
