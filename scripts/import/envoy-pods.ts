import { definitionRef, type JsonSchema, KUBERNETES_FILE, OBJECT_META, type SchemaFile } from './json-schema.js';

const KIND = 'gateway.envoyproxy.io/v1alpha1/EnvoyProxy';
const PROVIDER = ['spec', 'provider', 'kubernetes'];
const CORE = 'io.k8s.api.core.v1';
/** Field of a workload of Envoy to its strategy in Kubernetes. */
const STRATEGIES: Readonly<Record<string, string>> = {
  envoyDaemonSet: 'io.k8s.api.apps.v1.DaemonSetUpdateStrategy',
  envoyDeployment: 'io.k8s.api.apps.v1.DeploymentStrategy',
};

/**
 * Adds the closed sets of values, and the metadata of claims, that Kubernetes has for pods to the parts of pods in an EnvoyProxy. Its
 * own definition lets any text pass, and Envoy Gateway then makes workloads that the API server refuses.
 */
export function applyPodValues(releases: Iterable<SchemaFile>, { definitions }: SchemaFile): void {
  for (const { kinds } of releases) {
    const provider = fieldOf(kinds[KIND], PROVIDER);
    for (const [name, strategy] of Object.entries(STRATEGIES)) {
      const workload = fieldOf(provider, [name]);
      const parts = { pod: `${CORE}.PodSpec`, container: `${CORE}.Container`, strategy };
      for (const [part, definition] of Object.entries(parts))
        addValues(fieldOf(workload, [part]), fieldOf(definitions[definition], []), definitions);
      addValues(workload, fieldOf(definitions[`${CORE}.PodSpec`], []), definitions);
    }
  }
}

function addValues(schema: JsonSchema, model: JsonSchema, definitions: SchemaFile['definitions']): void {
  const meant = model.$ref === undefined ? model : definitions[model.$ref.replace('#/definitions/', '')];
  if (meant === undefined) return;
  if (meant.enum !== undefined && schema.type === 'string') schema.enum ??= meant.enum;
  const { properties = {} } = schema;
  for (const [name, child] of Object.entries(properties)) {
    const other = meant.properties?.[name];
    if (other?.$ref === definitionRef(OBJECT_META).$ref) properties[name] = definitionRef(OBJECT_META, KUBERNETES_FILE);
    else if (other !== undefined) addValues(child, other, definitions);
  }
  if (schema.items !== undefined && meant.items !== undefined) addValues(schema.items, meant.items, definitions);
}

function fieldOf(schema: JsonSchema | undefined, steps: readonly string[]): JsonSchema {
  const found = steps.reduce<JsonSchema | undefined>((here, step) => here?.properties?.[step], schema);
  if (found === undefined) throw new Error(`${KIND} has no field ${steps.join('.')}, or Kubernetes no such definition`);
  return found;
}
