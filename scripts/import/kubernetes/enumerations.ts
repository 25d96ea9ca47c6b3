const FUNCTION = /^func schema_(\w+)\(/;
const PROPERTY = /^\t+"([^"]+)": \{$/;
const ENUM = /^\t+Enum:\s+\[\]interface\{\}\{(.*)\},$/;
const PREFIXES: readonly (readonly [RegExp, string])[] = [
  [/^k8sio_api_/, 'io.k8s.api.'],
  [/^pkg_apis_meta_/, 'io.k8s.apimachinery.pkg.apis.meta.'],
  [/^pkg_apis_apiextensions_/, 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.'],
  [/^pkg_apis_apiregistration_/, 'io.k8s.kube-aggregator.pkg.apis.apiregistration.'],
];

/**
 * The closed sets of values, by `definition#field`. The published OpenAPI documents omit them, because the API server
 * adds them behind a feature gate; its source code has them.
 */
export function enumerations(goSource: string): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  let definition: string | undefined;
  let field = '';
  for (const line of goSource.split('\n')) {
    const name = FUNCTION.exec(line)?.[1];
    if (name !== undefined) definition = definitionId(name);
    field = PROPERTY.exec(line)?.[1] ?? field;
    const values = ENUM.exec(line)?.[1];
    if (values !== undefined && definition !== undefined)
      found.set(`${definition}#${field}`, JSON.parse(`[${values}]`));
  }
  return found;
}

function definitionId(name: string): string | undefined {
  const prefix = PREFIXES.find(([pattern]) => pattern.test(name));
  if (prefix === undefined) return undefined;
  return prefix[1] + name.replace(prefix[0], '').replaceAll('_', '.');
}
