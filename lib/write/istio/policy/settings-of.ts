import { accessTo } from '../../workload/intents/access.js';
import type { Application } from '../../workload/intents/application.js';
import type { Service } from '../../workload/intents/service.js';
import type { MeshSetting } from '../mesh-settings.js';
import { trustDomainOf } from './principal.js';
import { TRACING_PROVIDER } from './tracing.js';

/** What of the mesh's configuration a service's policies rely on. */
export function settingsOf(service: Service, application: Application): readonly MeshSetting[] {
  const accesses = accessTo(service, application);
  return [
    'automaticMtls',
    ...(accesses.length > 0 ? [`trustDomain:${trustDomainOf(application.cluster)}` as const] : []),
    ...(accesses.some(({ paths }) => paths !== undefined) ? (['pathNormalization'] as const) : []),
    ...(application.tracing === undefined ? [] : [`tracingProvider:${TRACING_PROVIDER}` as const]),
  ];
}
