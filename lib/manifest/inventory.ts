import { groupOf, type Identity, identityOf, type ManifestObject } from './object.js';

/** Lists the objects in each cluster's files, next to those files: the next run learns from it what this one wrote. */
export const INVENTORY = 'inventory.tsv';

/** A file of a cluster, relative to the cluster's folder: its stage and its component. */
const MANIFEST_PATH = /^\d\d-[a-z]+\/[a-z0-9-]+\.k8s\.yaml$/;
const API_VERSION = /^(?:[a-z0-9.-]+\/)?[a-z0-9]+$/;
const KIND = /^[A-Za-z][A-Za-z0-9]*$/;
const NAMESPACE = /^[a-z0-9.-]*$/;

/** An object and the file that holds it. */
export interface InventoryEntry extends Identity {
  /** Relative to the cluster's folder. */
  readonly path: string;
  readonly apiVersion: string;
}

/** The contents of an inventory. */
export interface Inventory {
  /** In the order in which files and their objects are applied. */
  readonly entries: readonly InventoryEntry[];
  /** One-based numbers of lines that no run writes. */
  readonly strange: readonly number[];
}

/** The line of an object in a file. */
export function inventoryLine(path: string, object: ManifestObject): string {
  const { namespace, name } = identityOf(object);
  return `${[path, object.apiVersion, object.kind, namespace, name].join('\t')}\n`;
}

/**
 * Reads an inventory. Lines that do not have the form that a run writes are reported, so an edited inventory cannot
 * name anything else.
 */
export function readInventory(text: string): Inventory {
  const entries: InventoryEntry[] = [];
  const strange: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const [path = '', apiVersion = '', kind = '', namespace = '', name = '', ...more] = line.split('\t');
    const known =
      MANIFEST_PATH.test(path) && API_VERSION.test(apiVersion) && KIND.test(kind) && NAMESPACE.test(namespace);
    if (known && name !== '' && more.length === 0)
      entries.push({ path, apiVersion, group: groupOf(apiVersion), kind, namespace, name });
    else strange.push(index + 1);
  }
  return { entries, strange };
}
