import type { Diagnostic, Fault } from '../../diagnostic.js';

/** The place of a fault: a construct or an application, and the path of a field in it. */
export interface Place extends Required<Pick<Diagnostic, 'where' | 'path'>> {}

/** A place below another: `at(place, 'ports[0]')`. */
export function at({ where, path }: Place, step: string): Place {
  return { where, path: path === '' || step.startsWith('[') ? `${path}${step}` : `${path}.${step}` };
}

/** Faults whose paths are relative to a place. */
export function within(place: Place, faults: readonly Fault[]): Diagnostic[] {
  return faults.map(({ path, ...fault }) => ({ ...fault, ...at(place, path) }));
}
