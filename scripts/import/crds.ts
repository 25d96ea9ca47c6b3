import { loadAll } from 'js-yaml';
import { customResourceSchema, type StructuralSchema } from '../../lib/judge/schema/structural.js';
import type { Deprecation, JsonSchema, ReleaseSchemas } from './json-schema.js';

interface CustomResourceDefinition {
  readonly kind: 'CustomResourceDefinition';
  readonly spec: {
    readonly group: string;
    readonly scope: 'Cluster' | 'Namespaced';
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly deprecated?: boolean;
      readonly schema: { readonly openAPIV3Schema: StructuralSchema };
    }[];
  };
}

export function crdRelease(texts: Iterable<string>): ReleaseSchemas {
  const kinds: Record<string, JsonSchema> = {};
  const clusterScoped = new Set<string>();
  const deprecated = new Map<string, Deprecation>();
  for (const text of texts) {
    for (const document of loadAll(text)) {
      if (!isDefinition(document)) continue;
      const { group, scope, names, versions } = document.spec;
      if (scope === 'Cluster') clusterScoped.add(`${group}/${names.kind}`);
      for (const { name, served, deprecated: isDeprecated, schema } of versions) {
        if (!served) continue;
        const apiVersion = `${group}/${name}`;
        if (isDeprecated === true) deprecated.set(`${apiVersion}/${names.kind}`, {});
        kinds[`${apiVersion}/${names.kind}`] = customResourceSchema(apiVersion, names.kind, schema.openAPIV3Schema);
      }
    }
  }
  return { kinds, definitions: {}, clusterScoped, deprecated };
}

function isDefinition(document: unknown): document is CustomResourceDefinition {
  return (
    typeof document === 'object' &&
    document !== null &&
    'kind' in document &&
    document.kind === 'CustomResourceDefinition'
  );
}
