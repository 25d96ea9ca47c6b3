import { closedObject, type JsonSchema, resourceSchema, type SchemaFile } from './json-schema.js';

const API_VERSION = 'extensions.istio.io/v1alpha1';
const SHARED = ['match', 'priority', 'selector', 'targetRefs'];
const WASM = [
  'failStrategy',
  'imagePullPolicy',
  'imagePullSecret',
  'pluginConfig',
  'pluginName',
  'sha256',
  'type',
  'url',
  'verificationKey',
  'vmConfig',
];

/**
 * Adds the TrafficExtension, which the package does not declare: a WasmPlugin whose plugin is in a separate field, next
 * to one for Lua.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/manifests/charts/base/files/crd-all.gen.yaml
 */
export function addTrafficExtension(file: SchemaFile | undefined): void {
  const plugin = file?.kinds[`${API_VERSION}/WasmPlugin`]?.properties?.['spec']?.properties;
  if (file === undefined || plugin === undefined) throw new Error(`${API_VERSION} has no WasmPlugin`);

  function pick(names: readonly string[]): Record<string, JsonSchema> {
    return Object.fromEntries(
      names.map((name) => {
        const field = plugin?.[name];
        if (field === undefined) throw new Error(`A WasmPlugin has no ${name}`);
        return [name, structuredClone(field)];
      }),
    );
  }
  const lua = closedObject({ inlineCode: { type: 'string', minLength: 1, maxLength: 65536 } }, ['inlineCode']);
  const phase: JsonSchema = { type: 'string', enum: ['UNSPECIFIED', 'AUTHN', 'AUTHZ', 'STATS'] };
  const spec = closedObject({ ...pick(SHARED), lua, phase, wasm: closedObject(pick(WASM), ['url']) }, []);
  const name = `${API_VERSION}/TrafficExtension`;
  if (name in file.kinds) throw new Error(`${name} is already declared`);
  file.kinds[name] = resourceSchema(API_VERSION, 'TrafficExtension', { spec, status: {} }, []);
}
