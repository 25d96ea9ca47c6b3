/** A structural OpenAPI v3 schema, as far as it is used in custom resource definitions. */
export interface OpenApiSchema {
  readonly type?: 'array' | 'boolean' | 'integer' | 'number' | 'object' | 'string';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly required?: readonly string[];
  readonly items?: OpenApiSchema;
  readonly additionalProperties?: OpenApiSchema;
  readonly oneOf?: readonly OpenApiSchema[];
  readonly anyOf?: readonly OpenApiSchema[];
  readonly enum?: readonly (string | number)[];
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly 'x-kubernetes-int-or-string'?: true;
  readonly 'x-kubernetes-preserve-unknown-fields'?: true;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

/** One column that `kubectl get` prints. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly jsonPath: string;
}

/** One version of a custom resource. */
export interface CrdVersion {
  readonly name: string;
  /** True for the one version that etcd keeps. */
  readonly storage: boolean;
  /** What the API server answers to clients that still use this version; absent if the version is current. */
  readonly deprecationWarning?: string;
  readonly schema: OpenApiSchema;
  /** Whether the status has its own endpoint. */
  readonly statusSubresource?: boolean;
  readonly printerColumns?: readonly PrinterColumn[];
}

/**
 * The content of a CustomResourceDefinition, without the envelope. Every version is served and every kind namespaced.
 *
 * @see https://github.com/linkerd/linkerd2/tree/version-2.20/charts/linkerd-crds/templates
 */
export interface CrdDefinition {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly scope: 'Namespaced';
  /** Oldest first. */
  readonly versions: readonly CrdVersion[];
}
