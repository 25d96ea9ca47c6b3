import type { Diagnostic } from '../../../diagnostic.js';
import type { ResolvedApplication } from '../../workload/intents/resolved.js';
import { placeOf, placeOfApplication } from '../../workload/intents/service-place.js';
import type { MeshConfig } from '../mesh-config.js';
import { requireSetting } from '../mesh-settings.js';
import { settingsOf } from '../policy/settings-of.js';
import { TRACING_PROVIDER, tracingProvider } from '../policy/tracing.js';
import { checkEgressGateway, checkEgressHosts } from './check-egress.js';
import { checkFederation } from './check-federation.js';
import { checkIngress } from './check-ingress.js';
import { checkService } from './check-service.js';

/**
 * Intents of an application that Istio cannot express, or would ignore, whatever the configuration of the mesh.
 * `checkIntents` finds problems that do not depend on the mesh.
 */
export function checkIstioIntents(application: ResolvedApplication): Diagnostic[] {
  return [
    ...application.services.flatMap((service) => checkService(service, application)),
    ...checkIngress(application),
    ...checkEgressGateway(application),
    ...checkEgressHosts(application),
    ...checkFederation(application),
  ];
}

/** The same, and settings of this mesh that the application relies on and that are missing. */
export function checkIstio(application: ResolvedApplication, config: MeshConfig): Diagnostic[] {
  const { services } = application;
  return [
    ...checkIstioIntents(application),
    ...checkTracing(application, config),
    ...services.flatMap((service) => {
      const { where } = placeOf(service, application);
      const outside = (service.egress ?? []).length > 0 ? (['registryOnly'] as const) : [];
      return [...settingsOf(service, application), ...outside].flatMap((setting) =>
        requireSetting(where, config, setting),
      );
    }),
  ];
}

function checkTracing(
  { name, cluster, tracing }: ResolvedApplication,
  { extensionProviders }: MeshConfig,
): Diagnostic[] {
  if (tracing === undefined) return [];
  const wanted = tracingProvider(tracing, cluster).opentelemetry;
  const found = extensionProviders.find((provider) => provider.name === TRACING_PROVIDER)?.opentelemetry;
  if (found === undefined || (found.service === wanted.service && found.port === wanted.port)) return [];
  return [
    {
      ...placeOfApplication({ name }, 'tracing.collector'),
      got: `${wanted.service}:${wanted.port}, but meshConfig.extensionProviders sends to ${found.service}:${found.port}`,
      expected: 'one collector for the whole mesh',
      fix: 'Create the provider with tracingProvider(tracing, cluster), or name its collector here.',
    },
  ];
}
