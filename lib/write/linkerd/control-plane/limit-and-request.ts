import type { LimitAndRequest } from './shared-values.js';

/** A limit and a request, as far as they are set; as in the chart, an empty text sets nothing. */
export function limitAndRequest(
  stated: Partial<LimitAndRequest> | undefined,
  standard: LimitAndRequest | undefined,
): LimitAndRequest {
  return { limit: stated?.limit || standard?.limit || '', request: stated?.request || standard?.request || '' };
}
