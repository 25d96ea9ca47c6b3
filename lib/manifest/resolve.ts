import { ApiObject, type App } from 'cdk8s';
import type { Diagnostic } from '../diagnostic.js';
import { canonical } from './canonical.js';
import { identityKey, type JsonObject, type ManifestObject, objectLabel } from './object.js';
import { hasUsualResolvers, render } from './render.js';

/** A plain object and the construct that made it. */
export interface ResolvedObject {
  readonly object: ManifestObject;
  readonly construct: ApiObject;
}

export interface Resolution {
  readonly objects: readonly ResolvedObject[];
  readonly problems: readonly Diagnostic[];
}

/**
 * Turns the construct tree of one cluster into plain objects, resolving each once.
 *
 * cdk8s' own `App.synth` is not used: its writer drops objects that share a kind and a name, and it validates and
 * resolves the whole tree again for each chart.
 *
 * @see https://github.com/cdk8s-team/cdk8s/issues/2821
 */
export function resolve(app: App): Resolution {
  const problems: Diagnostic[] = [];
  const objects: ResolvedObject[] = [];
  const firstByKey = new Map<string, ResolvedObject>();
  const usualResolvers = hasUsualResolvers(app);
  for (const construct of app.node.findAll()) {
    for (const message of construct.node.validate()) problems.push(fromValidation(construct.node.path, message));
    if (!ApiObject.isApiObject(construct)) continue;
    const object = toPlainObject(construct, usualResolvers, problems);
    if (object === undefined) continue;
    const resolved = { object, construct };
    const key = identityKey(object);
    const first = firstByKey.get(key);
    if (first === undefined) {
      firstByKey.set(key, resolved);
      objects.push(resolved);
    } else {
      problems.push({
        where: `${objectLabel(object)} (${object.apiVersion})`,
        got: `made twice, by '${first.construct.node.path}' and by '${construct.node.path}'`,
        expected: 'one construct per object of a cluster',
        fix: 'Rename one of the two, or remove it.',
      });
    }
  }
  return { objects, problems };
}

function fromValidation(path: string, message: string): Diagnostic {
  return {
    where: `construct '${path}'`,
    got: `invalid (${message})`,
    expected: 'to pass its own validation',
    fix: 'Correct its properties.',
  };
}

function toPlainObject(
  construct: ApiObject,
  usualResolvers: boolean,
  problems: Diagnostic[],
): ManifestObject | undefined {
  let json: unknown;
  try {
    json = render(construct, usualResolvers);
  } catch (error) {
    problems.push(unrenderable(construct, error instanceof Error ? error.message : String(error)));
    return undefined;
  }
  const fault = notJson(json);
  if (fault !== undefined) {
    problems.push(unrenderable(construct, `${fault.path.slice(1)} is ${fault.is}`));
    return undefined;
  }
  if (!isManifestObject(json)) {
    problems.push(unrenderable(construct, 'it has no apiVersion, kind or metadata.name'));
    return undefined;
  }
  return canonical(json);
}

function unrenderable(construct: ApiObject, reason: string): Diagnostic {
  return {
    where: `${construct.kind} '${construct.node.path}'`,
    got: `not writable as YAML: ${reason}`,
    expected: 'only strings, finite numbers, booleans, lists and plain mappings',
    fix: 'Convert the value where it is passed to the construct.',
  };
}

function isManifestObject(value: unknown): value is ManifestObject {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<ManifestObject>;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata?.name === 'string';
}

/**
 * The path and type of the first value that neither YAML nor JSON can carry. Nearly every object passes, so the path is
 * only built on the way back from a fault.
 */
function notJson(value: unknown): Fault | undefined {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean')
    return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : { path: '', is: String(value) };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const fault = notJson(item);
      if (fault !== undefined) return { ...fault, path: `[${index}]${fault.path}` };
    }
    return undefined;
  }
  if (typeof value !== 'object') return { path: '', is: `a ${typeof value}` };
  if (!isPlain(value)) return { path: '', is: `a ${value.constructor.name}` };
  for (const key of Object.keys(value)) {
    const fault = notJson(value[key]);
    if (fault !== undefined) return { ...fault, path: `.${key}${fault.path}` };
  }
  return undefined;
}

interface Fault {
  /** Its path from the root of the object: `.spec.containers[0].image`. */
  readonly path: string;
  readonly is: string;
}

function isPlain(value: object): value is JsonObject {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
