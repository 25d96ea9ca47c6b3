import type { ResolvedApplication, ResolvedService } from '../../workload/intents/resolved.js';
import type { MeshSetting } from '../mesh-settings.js';
import { trustDomainOf } from './principal.js';
import { TRACING_PROVIDER } from './tracing.js';

/** Settings of the mesh that the policies of a service rely on. */
export function settingsOf(
  { inbound }: ResolvedService,
  { cluster, tracing }: ResolvedApplication,
): readonly MeshSetting[] {
  return [
    'automaticMtls',
    ...(inbound.length > 0 ? [`trustDomain:${trustDomainOf(cluster)}` as const] : []),
    ...(inbound.some(({ paths }) => paths !== undefined) ? (['pathNormalization'] as const) : []),
    ...(tracing === undefined ? [] : [`tracingProvider:${TRACING_PROVIDER}` as const]),
  ];
}
