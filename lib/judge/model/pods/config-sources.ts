import type { Field } from '../../../manifest/field.js';
import type { PodTemplate } from './pod.js';

/** A place where pods read a ConfigMap or a Secret, and wait until it is there. */
export interface ConfigSource {
  /** The mapping that refers to the object: `spec.volumes[0].secret`. */
  readonly reference: Field;
  /** The field in it that names the object. */
  readonly name: Field;
  /** The keys that it names one by one. */
  readonly keys: readonly string[];
  /** The volume that shows the object; undefined for variables. */
  readonly volume: Field | undefined;
}

const FIELDS = {
  ConfigMap: { volume: 'configMap', nameOfVolume: 'name', variable: 'configMapKeyRef', variables: 'configMapRef' },
  Secret: { volume: 'secret', nameOfVolume: 'secretName', variable: 'secretKeyRef', variables: 'secretRef' },
} as const;

/** Every place where pods read a ConfigMap or a Secret that must exist: volumes, then variables. */
export function configSources(pod: PodTemplate, kind: keyof typeof FIELDS): readonly ConfigSource[] {
  const { volume: source, nameOfVolume, variable, variables } = FIELDS[kind];
  const volumes = pod.field
    .at('volumes')
    .items.flatMap((volume) => [
      { reference: volume.at(source), name: volume.at(source, nameOfVolume), volume },
      ...volume
        .all(`projected.sources[*].${source}`)
        .map((reference) => ({ reference, name: reference.at('name'), volume })),
    ]);
  const ofContainers = pod.containers
    .flatMap(({ field }) => [...field.all(`env[*].valueFrom.${variable}`), ...field.all(`envFrom[*].${variables}`)])
    .map((reference) => ({ reference, name: reference.at('name'), volume: undefined }));
  return [...volumes, ...ofContainers]
    .filter(({ reference, name }) => Boolean(name.text) && reference.at('optional').value !== true)
    .map((each) => ({ ...each, keys: keysOf(each.reference) }));
}

/** The paths, from the spec of a pod, of the names that {@link configSources} finds. */
export function namePaths(kind: keyof typeof FIELDS): readonly string[] {
  const { volume: source, nameOfVolume, variable, variables } = FIELDS[kind];
  return [
    `volumes[*].${source}.${nameOfVolume}`,
    `volumes[*].projected.sources[*].${source}.name`,
    ...['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => [
      `${list}[*].env[*].valueFrom.${variable}.name`,
      `${list}[*].envFrom[*].${variables}.name`,
    ]),
  ];
}

function keysOf(reference: Field): readonly string[] {
  return [reference.at('key'), ...reference.all('items[*].key')].flatMap(({ text }) => text ?? []);
}
