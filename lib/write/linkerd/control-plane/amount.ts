import { IntOrString } from '../../../../imports/k8s.js';

/** A number of pods, or a percentage of them. */
export function amount(value: number | string): IntOrString {
  return typeof value === 'number' ? IntOrString.fromNumber(value) : IntOrString.fromString(value);
}
