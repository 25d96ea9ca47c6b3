import type { JsonObject } from '../../../manifest/object.js';
import { mapping } from '../fields.js';
import { show } from '../show.js';
import type { Verdict } from '../verdict.js';

/**
 * Opaque ports of a ServiceProfile, which nobody can write: the resource definition takes a list and the controller reads a
 * mapping. The webhook refuses the object; where it slips past the webhook, the destination controller fails to list any
 * ServiceProfile of the cluster.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/controller/gen/apis/serviceprofile/v1alpha2/types.go
 */
export function checkOpaquePorts(object: JsonObject): Verdict[] {
  const profile = String(object['apiVersion']).startsWith('linkerd.io/') && object['kind'] === 'ServiceProfile';
  const value = profile ? mapping(object['spec'])['opaquePorts'] : undefined;
  if (value === undefined) return [];
  const at = ['spec', 'opaquePorts'];
  return [
    {
      rule: 'schema/value-not-allowed',
      at,
      got: show(value, at, object),
      expected: 'no opaquePorts, of which no form is accepted by both the API server and the controller',
      fix: 'Remove it, and annotate the Service and its pods with config.linkerd.io/opaque-ports.',
    },
  ];
}
