import { parseGoDuration } from '../../lib/formats/go-duration.js';
import type { Json } from '../../lib/manifest/object.js';
import { type AikernelOptions, aikernel } from '../../systems/aikernel.js';
import { SHIPPED_ROOT } from '../fixtures/roots.js';
import { at, find, objectsOf } from '../support/synth.js';

export const system = (options: Partial<AikernelOptions> = {}) => aikernel({ roots: [SHIPPED_ROOT], ...options });
export const CLUSTERS = ['east', 'west'] as const;
export const east = objectsOf(system(), 'east');
export const SERVICES = ['api', 'kernel', 'catalog', 'inference'];

export const ofKind = (kind: string) => east.filter((object) => object.kind === kind);

export function seconds(object: Json, path: string): number {
  const text = at(object, path);
  const duration = typeof text === 'string' ? parseGoDuration(text) : undefined;
  if (duration === undefined) throw new Error(`no duration at ${path}`);
  return duration / 1000;
}

export function figure(object: Json, path: string): number {
  const value = at(object, path);
  if (typeof value !== 'number') throw new Error(`no figure at ${path}`);
  return value;
}

export const policyOf = (service: string) => at(find(east, 'DestinationRule', service), 'spec.trafficPolicy') ?? null;

/** Where the timeout and the tries of a service stand; the api is called through the gateway alone. */
export const routeOf = (service: string) =>
  at(find(east, 'VirtualService', service === 'api' ? 'api-aikernel.example.com' : service), 'spec.http[0]') ?? null;

/** Times that a request is sent to a service at most. */
export const triesOf = (service: string) => 1 + figure(routeOf(service), 'retries.attempts');
