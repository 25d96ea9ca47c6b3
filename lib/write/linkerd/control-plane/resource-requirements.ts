import { Quantity, type ResourceRequirements } from '../../../../imports/k8s.js';
import { canonicalQuantity } from '../../../formats/quantity.js';
import type { LimitAndRequest, ResourceValues } from './shared-values.js';

/** A container's `resources` from the chart's values. */
export function resourceRequirements(values: ResourceValues): ResourceRequirements {
  const limits = side('limit', values);
  const requests = side('request', values);
  return { ...(limits && { limits }), ...(requests && { requests }) };
}

function side(name: keyof LimitAndRequest, values: ResourceValues) {
  const stated = (['cpu', 'memory', 'ephemeral-storage'] as const).flatMap((resource) => {
    const quantity = values[resource]?.[name];
    return quantity ? [[resource, Quantity.fromString(canonicalQuantity(quantity))] as const] : [];
  });
  return stated.length > 0 ? Object.fromEntries(stated) : undefined;
}
