import type { Field } from '../../../../manifest/field.js';
import type { SchemaViolation } from '../../violation.js';
import { labelsToSelect } from './selection.js';

/**
 * Proxy settings for pods that do not exist.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/
 */
export function checkProxyConfig(spec: Field): Iterable<SchemaViolation> {
  return labelsToSelect(spec.at('selector', 'matchLabels'));
}
