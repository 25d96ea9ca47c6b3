import type { JsonObject } from '../../../../manifest/object.js';
import { mapping } from '../../fields.js';
import type { Verdict } from '../../verdict.js';
import { labelsToSelect } from './selection.js';

/**
 * Proxy settings for pods that do not exist.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/
 */
export function checkProxyConfig({ selector }: JsonObject): Verdict[] {
  return labelsToSelect(['spec', 'selector', 'matchLabels'], mapping(selector)['matchLabels']);
}
