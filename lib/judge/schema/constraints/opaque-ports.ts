import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../violation.js';

/**
 * Opaque ports of a ServiceProfile, which nobody can write: the resource definition accepts a list and the controller reads a
 * mapping. The webhook refuses the object. If it gets past the webhook, the destination controller fails to list any
 * ServiceProfile of the cluster.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/controller/gen/apis/serviceprofile/v1alpha2/types.go
 */
export function* checkOpaquePorts(object: Field, kind: string): Iterable<SchemaViolation> {
  if (!/^linkerd\.io\/[^/]+\/ServiceProfile$/.test(kind)) return;
  const ports = object.at('spec', 'opaquePorts');
  if (ports.value !== undefined)
    yield notAllowed(ports, {
      expected: 'no opaquePorts, because no form is accepted by both the API server and the controller',
      fix: 'Remove it, and annotate the Service and its pods with config.linkerd.io/opaque-ports.',
    });
}
