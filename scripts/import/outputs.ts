import { join } from 'node:path';
import { applyIstioLimits } from './apply-limits.js';
import { declaredKinds, groupVersions } from './crd-groups.js';
import { addEnvoyGateway } from './envoy-gateway.js';
import { overlayFacets } from './facets.js';
import { GENERATED, GENERATED_COMMENT } from './generated.js';
import { hoistRepetitions } from './hoist.js';
import { type JsonSchema, KUBERNETES_FILE, type SchemaFile, sorted } from './json-schema.js';
import { kindIndex } from './kind-index.js';
import { kubernetesSchemas } from './kubernetes.js';
import { addLateFields } from './late-fields.js';
import { linkerdSchemas } from './linkerd.js';
import { readRawModels } from './raw-models.js';
import { sailSchemas } from './sail.js';
import { addTrafficExtension } from './traffic-extension.js';
import { typedClasses } from './typed-classes.js';
import { TypedModels } from './typed-models.js';

/** Schemas by the name of their file: Kubernetes, then one per API group. */
function allSchemas(modules: string): Map<string, SchemaFile> {
  const schemas = new Map([[KUBERNETES_FILE, kubernetesSchemas(modules)]]);
  const models = new TypedModels(modules, declaredKinds);
  for (const group of new Set(groupVersions.map((entry) => entry.group))) {
    const file = models.schemas(declaredKinds.filter((kind) => kind.group === group));
    const facets = groupVersions.find((entry) => entry.group === group)?.facets;
    const raw = facets === undefined ? new Map<string, JsonSchema>() : readRawModels(join(modules, facets));
    for (const [name, schema] of Object.entries(file.kinds)) {
      const literal = raw.get(name) ?? otherVersion(raw, name);
      if (literal !== undefined) overlayFacets(schema, literal, file.definitions);
    }
    addLateFields(group, file);
    schemas.set(group, file);
  }
  applyIstioLimits(schemas);
  addTrafficExtension(schemas.get('extensions.istio.io'));
  addEnvoyGateway(schemas.get('gateway.envoyproxy.io'));
  schemas.set('sailoperator.io', sailSchemas());
  for (const [group, file] of linkerdSchemas()) schemas.set(group, file);
  return schemas;
}

/** The literal of the same kind in another version: older releases lack later versions. */
function otherVersion(raw: ReadonlyMap<string, JsonSchema>, name: string): JsonSchema | undefined {
  const [group, , kind] = name.split('/');
  return [...raw].find(([other]) => other.startsWith(`${group}/`) && other.endsWith(`/${kind}`))?.[1];
}

function schemaText(file: SchemaFile): string {
  const body = sorted({ definitions: file.definitions, kinds: file.kinds });
  return `${JSON.stringify({ $comment: GENERATED_COMMENT, ...(body as object) }, undefined, 1)}\n`;
}

/** A module that reads each schema file when it is first asked for. */
function schemaLoaders(names: Iterable<string>): string {
  const lines = [...names]
    .sort()
    .map((name) => `  '${name}': () => import('./schemas/${name}.json', { with: { type: 'json' } }),`);
  return `${GENERATED}
/** Name of a schema file to what reads it. */
export const schemaFiles: Readonly<Record<string, () => Promise<{ readonly default: object }>>> = {
${lines.join('\n')}
};
`;
}

/** Everything that belongs below `imports/`: path, with `/`, to content. */
export function importedFiles(modules: string): Map<string, string> {
  const schemas = allSchemas(modules);
  const files = new Map<string, string>();
  files.set('k8s.ts', `${GENERATED}\nexport * from 'cdk8s-plus-28/lib/imports/k8s.js';\n`);
  files.set('kinds.ts', kindIndex(schemas));
  files.set('schemas.ts', schemaLoaders(schemas.keys()));
  for (const [name, source] of typedClasses(modules, schemas)) files.set(name, source);
  for (const [name, file] of schemas)
    files.set(`schemas/${name}.json`, schemaText(name === KUBERNETES_FILE ? file : hoistRepetitions(file)));
  return files;
}
