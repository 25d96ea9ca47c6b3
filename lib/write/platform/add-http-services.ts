import { either, optional, options } from '../../input/shape.js';
import { label, off } from '../../input/values.js';
import { OBSERVABILITY } from '../application/add-observability.js';
import { APPLICATION_OPTION_FIELDS } from '../application/application-mesh.js';
import { addProblems } from '../application/resolve-added.js';
import type { ComponentCluster } from '../fleet/components.js';
import { APPLICATION_FIELDS } from '../workload/intents/application.js';
import type { Service } from '../workload/intents/service.js';
import { addFleetApplication, type FleetApplication, type FleetApplicationOptions } from './add-application.js';
import { addPassword } from './add-password.js';
import { checkHttpServices, HTTP_SERVICES_FIELDS } from './check-http-services.js';
import type { FleetDefaults } from './fleet-options.js';
import type { HttpService, HttpServicesOptions } from './http-service-options.js';
import { httpServices } from './http-services.js';
import { traceEnvironment } from './tracing.js';

/** Services that speak HTTP, as one application of a fleet's cluster. @see https://kubernetes.io/docs/concepts/services-networking/service/ */
export interface HttpApplication<Name extends string>
  extends Omit<HttpServicesOptions<Name>, 'namespace'>,
    Omit<FleetApplication, 'name' | 'services'>,
    FleetApplicationOptions {
  /** Namespace of the services. @default - the name of the application @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
  readonly namespace?: string;
}

const { name: _, cluster: __, services: ___, profile, ...SHARED } = APPLICATION_FIELDS;

const HTTP_APPLICATION = options<HttpApplication<string>>({
  ...SHARED,
  ...APPLICATION_OPTION_FIELDS,
  ...HTTP_SERVICES_FIELDS,
  namespace: optional(label),
  profile: optional(profile),
  observability: optional(either(off, OBSERVABILITY)),
});

/** Services without metrics that are not set or that no Prometheus reads. */
function unread<Name extends string>(
  services: readonly Service[],
  { services: stated, common }: HttpApplication<Name>,
) {
  const stating = new Set(
    Object.entries<HttpService>(stated).flatMap(([name, { metrics }]) => (metrics ? [name] : [])),
  );
  return services.map(({ metrics, ...service }): Service => {
    const kept = metrics !== undefined && (common?.metrics !== undefined || stating.has(service.workload.name));
    return { ...service, ...(kept && { metrics }) };
  });
}

/** Adds services as an application, with the passwords of their stores and the environment of their own spans. */
export function addHttpServices<Name extends string>(
  cluster: ComponentCluster,
  defaults: FleetDefaults,
  name: string,
  stated: HttpApplication<Name>,
): void {
  const where = `Cluster '${cluster.name}': addHttpServices`;
  const misnamed = label.faults('name', name).map((fault) => ({ where, ...fault }));
  const problems = [
    ...defaults.problems,
    ...misnamed,
    ...checkHttpServices(`${where} '${name}'`, stated, HTTP_APPLICATION),
  ];
  if (problems.length > 0) {
    addProblems(cluster, misnamed.length === 0 ? name : 'application', problems);
    return;
  }
  const { namespace = name, images, services, calls, stores = [], common, proxyResources, env, ...others } = stated;
  const { fallbacks, gatewayClass, observability, ...application } = others;
  const { tracing } = application.tracing === undefined ? defaults : {};
  const environment = (service: Name) => {
    const own = typeof env === 'function' ? env(service) : env;
    return { ...own, ...(tracing !== undefined && traceEnvironment(cluster, tracing, service)), ...own };
  };
  const made = httpServices({
    namespace,
    images,
    services,
    calls,
    stores,
    env: environment,
    ...(common !== undefined && { common }),
    ...(proxyResources !== undefined && { proxyResources }),
  });
  const scraped = (application.prometheus ?? defaults.prometheus) !== undefined;
  for (const { password } of stores)
    addPassword(cluster, defaults, { namespace, name: password.secret, key: password.key });
  addFleetApplication(
    cluster,
    defaults,
    { ...application, name, services: scraped ? made : unread(made, stated) },
    {
      ...(fallbacks !== undefined && { fallbacks }),
      ...(gatewayClass !== undefined && { gatewayClass }),
      ...(observability !== undefined && { observability }),
    },
  );
}
