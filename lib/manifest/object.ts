/** A value that both YAML and JSON can represent. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A mapping with string keys. */
export type JsonObject = { [key: string]: Json };

/** The metadata fields that Meshwright reads. Others may be present. */
export type Metadata = JsonObject & {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
};

/** A Kubernetes object as plain data, as in a file. */
export type ManifestObject = JsonObject & {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
};

/** The identity of an object within a cluster. */
export interface Identity {
  /** API group; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
}

export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

export function identityOf(object: ManifestObject): Identity {
  return {
    group: groupOf(object.apiVersion),
    kind: object.kind,
    // A file may have anything there; the schema reports what is wrong.
    namespace: typeof object.metadata.namespace === 'string' ? object.metadata.namespace : '',
    name: object.metadata.name,
  };
}

/** A key that two objects share only if they are the same object to the API server. */
export function identityKey(object: ManifestObject): string {
  return keyOf(identityOf(object));
}

/** The key of an object of which only the identity is known. */
export function keyOf({ group, kind, namespace, name }: Identity): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

/** How messages name an object: `StatefulSet nats-system/nats-broker`, or `Namespace nats-system`. */
export function objectLabel(object: ManifestObject): string {
  const { kind, namespace, name } = identityOf(object);
  return namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
