import type { JsonSchema, SchemaFile } from './json-schema.js';

interface LateField {
  readonly group: string;
  readonly kind: string;
  /** Properties from the whole object to the mapping that gained the field; `[]` steps into the items of a list. */
  readonly within: readonly string[];
  readonly name: string;
  readonly schema: JsonSchema;
}

const source = ['spec', 'rules', '[]', 'from', '[]', 'source'];
const strings: JsonSchema = { type: 'array', items: { type: 'string' } };

/**
 * Fields that Istio 1.30 added to what the package declares, which is 1.29.
 *
 * @see https://github.com/istio/istio/blob/1.30.0/manifests/charts/base/files/crd-all.gen.yaml
 */
const lateFields: readonly LateField[] = [
  { group: 'security.istio.io', kind: 'AuthorizationPolicy', within: source, name: 'trustDomains', schema: strings },
  { group: 'security.istio.io', kind: 'AuthorizationPolicy', within: source, name: 'notTrustDomains', schema: strings },
  {
    group: 'telemetry.istio.io',
    kind: 'Telemetry',
    within: ['spec', 'tracing', '[]'],
    name: 'disableContextPropagation',
    schema: { type: 'boolean' },
  },
];

/** Adds to a group's schemas the fields that upstream has and the package does not declare yet. */
export function addLateFields(group: string, file: SchemaFile): void {
  for (const field of lateFields.filter((candidate) => candidate.group === group))
    for (const [name, kind] of Object.entries(file.kinds)) {
      if (!name.endsWith(`/${field.kind}`)) continue;
      const holder = field.within.reduce<JsonSchema | undefined>(
        (schema, step) => (step === '[]' ? schema?.items : schema?.properties?.[step]),
        kind,
      );
      if (holder?.properties === undefined) throw new Error(`${name} has no ${field.within.join('.')}`);
      if (field.name in holder.properties) throw new Error(`${name} declares ${field.name} by now`);
      holder.properties[field.name] = structuredClone(field.schema);
    }
}
