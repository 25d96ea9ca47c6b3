import type { KubeConfigMapProps } from '../../../../imports/k8s.js';
import { emitDocument } from '../../../manifest/emit.js';
import type { Json, JsonObject } from '../../../manifest/object.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import { CREATED_BY, componentLabels } from './labels.js';
import type { LinkerdValues } from './values.js';

export const LINKERD_CONFIG = 'linkerd-config';

/**
 * The values that the injector and `linkerd check` read. A missing key leaves pods without a proxy. @see
 * https://github.com/linkerd/linkerd2/blob/main/pkg/charts/linkerd2/values.go
 */
export function linkerdConfig(values: LinkerdValues): KubeConfigMapProps {
  return {
    metadata: {
      name: LINKERD_CONFIG,
      namespace: CONTROL_PLANE_NAMESPACE,
      labels: componentLabels('controller', values),
      annotations: CREATED_BY,
    },
    data: {
      'linkerd-crds-chart-version': 'linkerd-crds-1.0.0-edge',
      values: emitDocument(plain(values)),
    },
  };
}

/** Unset values are not written. */
function plain(values: object): JsonObject {
  return JSON.parse(JSON.stringify(values)) as JsonObject satisfies Record<string, Json>;
}
