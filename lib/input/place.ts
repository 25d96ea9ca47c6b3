import type { Diagnostic, Fault } from '../diagnostic.js';

/** The place of a fault: a construct or an application, and the path of a field in it. */
export interface Place extends Required<Pick<Diagnostic, 'where' | 'path'>> {}

/** A place below another: `at(place, 'ports[0]')`; without a step, the place itself. */
export function at({ where, path }: Place, step: string): Place {
  return { where, path: joined(path, step) };
}

/** Faults of an option, as faults of the object that has the option. */
export function below(option: string, faults: readonly Fault[]): Fault[] {
  return faults.map((fault) => ({ ...fault, path: joined(option, fault.path) }));
}

function joined(path: string, step: string): string {
  if (path === '' || step === '' || step.startsWith('[')) return `${path}${step}`;
  return `${path}.${step}`;
}

/** Faults whose paths are relative to a place. */
export function within(place: Place, faults: readonly Fault[]): Diagnostic[] {
  return faults.map(({ path, ...fault }) => ({ ...fault, ...at(place, path) }));
}
