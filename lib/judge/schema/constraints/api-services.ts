import type { Field } from '../../../manifest/field.js';
import { missingField, type SchemaViolation } from '../violation.js';

/**
 * Aggregated APIs whose Service has no name or namespace.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/
 */
export function* checkApiServices(object: Field, kind: string): Iterable<SchemaViolation> {
  if (kind !== 'apiregistration.k8s.io/v1/APIService') return;
  const service = object.at('spec', 'service');
  if (!service.isSet) return;
  for (const name of ['name', 'namespace'])
    if (service.at(name).isEmpty) yield missingField(service.at(name), `the ${name} of the Service`);
}
