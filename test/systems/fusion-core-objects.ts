import type { ManifestObject } from '../../lib/manifest/object.js';
import { applicationsOf } from '../../lib/write/application/add-application.js';
import { fusionCore } from '../../systems/fusion-core.js';
import { SHIPPED_ROOT } from '../fixtures/roots.js';
import { at, objectsOf } from '../support/synth.js';
import { SERVICES, STORES } from './fusion-core-diagram.js';

export const fleet = () => fusionCore({ roots: [SHIPPED_ROOT] });
export const objects = objectsOf(fleet(), 'main');
/** The application that the system adds to its cluster. */
export function added() {
  const [application] = fleet().clusters.flatMap(applicationsOf);
  if (application === undefined) throw new Error('The system adds no application.');
  return application;
}
export const own = objects.filter(({ metadata }) => metadata.namespace === 'fusion-core');
export const ofKind = (kind: string) => own.filter((object) => object.kind === kind);
export const names = Object.keys(SERVICES);
export const stores = Object.keys(STORES);
export const pods = [...ofKind('Deployment'), ...ofKind('StatefulSet')];

export function listAt(object: ManifestObject, path: string) {
  const value = at(object, path);
  return Array.isArray(value) ? value : [];
}
