import { groupOf, type ManifestObject } from '../object.js';
import type { GoneObject } from './gone.js';

/**
 * Objects that are deleted only if this name is asked for, because they hold data or because everything below them is
 * deleted too.
 */
export const INCLUDABLE = ['namespaces', 'crds', 'claims', 'clusters'] as const;
export type Includable = (typeof INCLUDABLE)[number];

/** The decision on an object that is gone. */
export interface Decision extends GoneObject {
  /** The name to include so that it is deleted; undefined if it is deleted. */
  readonly needs?: Includable;
  /** The workload that stays and that this object may protect. */
  readonly guards?: GoneObject;
}

export interface KeepingOptions {
  readonly include: ReadonlySet<Includable>;
  /** Names of the components that the cluster still has; undefined if the whole cluster is gone. */
  readonly components: ReadonlySet<string> | undefined;
}

/**
 * Decides for each object, in order of deletion, whether it is deleted. If a workload stays because of its claims, the
 * objects that may protect it stay too: those of its namespace that were applied before it, of its own component or of
 * one that is gone.
 */
export function decide(gone: readonly GoneObject[], { include, components }: KeepingOptions): Decision[] {
  const staying: GoneObject[] = [];
  return gone.map((entry): Decision => {
    if (components === undefined && !include.has('clusters')) return { ...entry, needs: 'clusters' };
    const needs = includableOf(entry.object);
    if (needs !== undefined && !include.has(needs)) {
      if (needs === 'claims' && entry.object.kind === 'StatefulSet') staying.push(entry);
      return { ...entry, needs };
    }
    const guards = staying.find(
      (workload) =>
        workload.object.metadata.namespace === entry.object.metadata.namespace &&
        (componentOf(workload) === componentOf(entry) || components?.has(componentOf(entry)) !== true),
    );
    return guards === undefined ? entry : { ...entry, needs: 'claims', guards };
  });
}

/** The component whose file holds an object. */
export function componentOf({ path }: { readonly path: string }): string {
  return path.replace(/^.*\//, '').replace(/\.k8s\.yaml$/, '');
}

function includableOf(object: ManifestObject): Includable | undefined {
  switch (`${groupOf(object.apiVersion)}/${object.kind}`) {
    case '/Namespace':
      return 'namespaces';
    case 'apiextensions.k8s.io/CustomResourceDefinition':
      return 'crds';
    case '/PersistentVolumeClaim':
      return 'claims';
    case 'apps/StatefulSet':
      return hasClaims(object) ? 'claims' : undefined;
    default:
      return undefined;
  }
}

function hasClaims({ spec }: ManifestObject): boolean {
  if (spec === null || typeof spec !== 'object' || Array.isArray(spec)) return false;
  const templates = spec['volumeClaimTemplates'];
  return Array.isArray(templates) && templates.length > 0;
}
