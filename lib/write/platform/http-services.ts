import { throwIfAny } from '../../diagnostic.js';
import type { Caller } from '../workload/intents/caller.js';
import type { Service } from '../workload/intents/service.js';
import type { Workload } from '../workload/workload.js';
import { checkHttpServices } from './check-http-services.js';
import type { HttpService, HttpServicesOptions } from './http-service-options.js';
import { httpWorkload } from './http-workload.js';

/**
 * HTTP services with their stores. Each serves on one port, and answers probes and scrapes on another. Authorization is
 * derived from the calls: who may call whom, with which methods and paths.
 */
export function httpServices<Name extends string>(options: HttpServicesOptions<Name>): readonly Service[] {
  throwIfAny(checkHttpServices('httpServices', options));
  const { calls, stores = [] } = options;
  const names = Object.keys(options.services).filter((name): name is Name => name in options.services);
  const workloads = new Map(names.map((name) => [name, workloadOf(name, options)]));
  const from = (name: Name, caller: Omit<Caller, 'from'>): Caller[] => {
    const workload = workloads.get(name);
    return workload === undefined ? [] : [{ from: workload, ...caller }];
  };
  const services = [...workloads].map(([name, workload]): Service => {
    const callers = calls
      .filter(([, to]) => to === name)
      .flatMap(([by, , methods, path]) =>
        listOf(by).flatMap((caller) => from(caller, { port: 'http', methods, paths: [path] })),
      );
    const { port, replicas, resources, requestsPerSecond, stores: _, ingress, ...wants } = statedOf(name, options);
    return {
      workload,
      callers: callers.length === 0 ? 'nobody' : callers,
      metrics: { port: 'admin' },
      ...(requestsPerSecond !== undefined && { rateLimit: { requestsPerSecond, burst: requestsPerSecond } }),
      ...wants,
      ...(ingress !== undefined && { ingress: ingress.map((way) => ({ port: 'http', ...way })) }),
    };
  });
  const databases = stores.map(
    (store): Service => ({
      workload: store.workload,
      callers: names
        .filter((name) => statedOf(name, options).stores?.includes(store.workload.name))
        .flatMap((name) => from(name, { port: store.port })),
    }),
  );
  return [...services, ...databases];
}

function statedOf<Name extends string>(name: Name, { services, common }: HttpServicesOptions<Name>): HttpService {
  return { ...common, ...services[name] };
}

function workloadOf<Name extends string>(name: Name, options: HttpServicesOptions<Name>): Workload {
  const { namespace, images, stores = [], env = {}, proxyResources } = options;
  const { port = 8080, replicas, resources, stores: names = [] } = statedOf(name, options);
  const used = stores.filter(({ workload }) => names.includes(workload.name));
  return httpWorkload({
    name,
    namespace,
    image: { repository: `${images.folder}/${name}`, tag: images.tag },
    port,
    env: { PORT: `${port}`, ADMIN_PORT: '9090', ...(typeof env === 'function' ? env(name) : env) },
    ...(used.length > 0 && {
      secretEnv: Object.fromEntries(used.map(({ variable, password }) => [variable, password])),
    }),
    ...(replicas !== undefined && { replicas }),
    ...(resources !== undefined && { resources }),
    ...(proxyResources !== undefined && { proxyResources }),
  });
}

function listOf<Name extends string>(names: Name | readonly Name[]): readonly Name[] {
  return typeof names === 'string' ? [names] : names;
}
