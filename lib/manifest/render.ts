import {
  ApiObject,
  ApiObjectMetadataDefinition,
  type App,
  ImplicitTokenResolver,
  Lazy,
  LazyResolver,
  NumberStringUnionResolver,
} from 'cdk8s';

const USUAL_RESOLVERS: readonly unknown[] = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/** Whether an app has only the default resolvers, which {@link render} has to know. */
export function hasUsualResolvers({ resolvers }: App): boolean {
  return (
    resolvers.length === USUAL_RESOLVERS.length &&
    resolvers.every((resolver, index) => resolver.constructor === USUAL_RESOLVERS[index])
  );
}

/**
 * The result of an object's `toJson()`, keys in any order; throws what that throws.
 *
 * For every value cdk8s climbs the construct tree to find the app's resolvers, and then copies everything again: half
 * of a synthesis. If no resolver applies, one pass over the values gives the same result. Objects that are patched,
 * made late or rendered by their own method are left to cdk8s.
 *
 * @see https://github.com/cdk8s-team/cdk8s-core/blob/v2.70.106/src/api-object.ts
 */
export function render(construct: ApiObject, usualResolvers: boolean): unknown {
  const isUsual = usualResolvers && construct['patches'].length === 0 && construct.metadata.toJson === metadataToJson;
  const finish = isUsual ? lastStep(construct) : undefined;
  const values = finish && plainValues(construct);
  return values === undefined ? construct.toJson() : finish?.(values);
}

const metadataToJson = ApiObjectMetadataDefinition.prototype.toJson;

type Values = { [key: string]: unknown };

/** The resolved values of an object, or undefined if cdk8s must resolve or refuse one of them. */
function plainValues(construct: ApiObject): Values | undefined {
  const { metadata } = construct;
  try {
    const values = plainMapping(construct['props'], false, 'metadata') ?? {};
    values['metadata'] = plainMapping(
      {
        ...metadata['_additionalAttributes'],
        name: metadata.name,
        namespace: metadata.namespace,
        annotations: metadata['annotations'],
        finalizers: metadata['finalizers'],
        ownerReferences: metadata['ownerReferences'],
        labels: metadata['labels'],
      },
      true,
    );
    return values;
  } catch {
    return undefined;
  }
}

/** Thrown at a value that is not plain. */
const NOT_PLAIN = new Error('Not a plain value.');

/** The value without null and undefined, as in cdk8s, which also drops what is empty in metadata. */
function plain(value: unknown, withoutEmpty: boolean): unknown {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'undefined':
      return value;
    case 'object':
      break;
    default:
      throw NOT_PLAIN;
  }
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    return withoutEmpty && value.length === 0 ? undefined : value.map((item) => plain(item, withoutEmpty));
  }
  return isPlain(value) ? plainMapping(value, withoutEmpty) : unwrapped(value);
}

function isPlain(value: object): value is Values {
  return Object.getPrototypeOf(value) === Object.prototype;
}

function plainMapping(mapping: Values, withoutEmpty: boolean, except?: string): Values | undefined {
  const copy: Values = {};
  let empty = true;
  for (const key of Object.keys(mapping)) {
    // These keys have a special meaning in an assignment or to the resolvers.
    if (key === '__proto__' || key === 'constructor') throw NOT_PLAIN;
    if (key === except) continue;
    const own = plain(mapping[key], withoutEmpty);
    if (own === undefined) continue;
    copy[key] = own;
    empty = false;
  }
  return empty && withoutEmpty ? undefined : copy;
}

/** A quantity, or a port by number or name: the classes of `cdk8s import` read its value from a mapping. */
function unwrapped(union: object): Values {
  const isUnion = 'value' in union && (typeof union.value === 'string' || typeof union.value === 'number');
  if (!isUnion || union instanceof Lazy || 'resolve' in union) throw NOT_PLAIN;
  return { value: union.value };
}

type LastStep = (values: Values) => unknown;

const lastSteps = new WeakMap<ApiObject['toJson'], { readonly step: LastStep | undefined }>();

/** How the class of an object transforms the resolved values; undefined if only its own method knows. */
function lastStep(construct: ApiObject): LastStep | undefined {
  const { toJson } = construct;
  let known = lastSteps.get(toJson);
  if (known === undefined) {
    known = { step: toJson === ApiObject.prototype.toJson ? (values) => values : importedStep(construct) };
    lastSteps.set(toJson, known);
  }
  return known.step;
}

/**
 * `toJson()` of a class that `cdk8s import` has made passes the resolved values to one function, the same that
 * `manifest()` of the class passes its argument to. Only the source of both methods shows that a class is one of these.
 */
function importedStep(construct: ApiObject): LastStep | undefined {
  let owner: object = construct;
  while (!Object.hasOwn(owner, 'toJson')) owner = Object.getPrototypeOf(owner);
  const maker = owner.constructor;
  if (Object.getPrototypeOf(owner) !== ApiObject.prototype || !hasManifest(maker)) return undefined;
  const [, body] = /^manifest\(props(?:={})?\){return{(.*)\(props\)}}$/.exec(compact(maker.manifest)) ?? [];
  const usual = `toJson(){constresolved=super.toJson();return{${body}(resolved)}}`;
  const calls = new RegExp(`^\\.\\.\\.${maker.name}\\.GVK,\\.\\.\\.toJson_\\w+$`);
  if (body === undefined || !calls.test(body) || compact(construct.toJson) !== usual) return undefined;
  return (values) => maker.manifest(values);
}

function hasManifest(maker: object): maker is { readonly name: string; readonly manifest: LastStep } {
  return Object.hasOwn(maker, 'manifest');
}

/** Source text without the layout that depends on the compiler. */
function compact(method: LastStep): string {
  return String(method)
    .replaceAll(/\s/g, '')
    .replaceAll(/[,;](?=})/g, '');
}
