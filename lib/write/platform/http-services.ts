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
  throwIfAny(checkHttpServices(options));
  const { calls, stores = [], common = {} } = options;
  const names = Object.keys(options.services).filter((name): name is Name => name in options.services);
  const workloads = new Map(names.map((name) => [name, workloadOf(name, options)]));
  const from = (name: Name, caller: Omit<Caller, 'from'>): Caller[] => {
    const workload = workloads.get(name);
    return workload === undefined ? [] : [{ from: workload, ...caller }];
  };
  const services = [...workloads].map(([name, workload]): Service => {
    const callers = calls
      .filter(([, to]) => to === name)
      .flatMap(([caller, , methods, path]) => from(caller, { port: 'http', methods, paths: [path] }));
    const stated: HttpService = { ...common, ...options.services[name] };
    const { port, replicas, resources, requestsPerSecond, ...wants } = stated;
    return {
      workload,
      callers: callers.length === 0 ? 'nobody' : callers,
      metrics: { port: 'admin' },
      ...(requestsPerSecond !== undefined && { rateLimit: { requestsPerSecond, burst: requestsPerSecond } }),
      ...wants,
    };
  });
  const databases = stores.map(
    ({ store, users }): Service => ({
      workload: store.workload,
      callers: users.flatMap((user) => from(user, { port: store.port })),
    }),
  );
  return [...services, ...databases];
}

function workloadOf<Name extends string>(name: Name, options: HttpServicesOptions<Name>): Workload {
  const { namespace, images, stores = [], env = () => ({}), common = {}, proxyResources } = options;
  const { port = 8080, replicas, resources } = { ...common, ...options.services[name] };
  const used = stores.filter(({ users }) => users.includes(name));
  return httpWorkload({
    name,
    namespace,
    image: { repository: `${images.folder}/${name}`, tag: images.tag },
    port,
    env: { PORT: `${port}`, ADMIN_PORT: '9090', ...env(name) },
    ...(used.length > 0 && {
      secretEnv: Object.fromEntries(used.map(({ store }) => [store.variable, store.password])),
    }),
    ...(replicas !== undefined && { replicas }),
    ...(resources !== undefined && { resources }),
    ...(proxyResources !== undefined && { proxyResources }),
  });
}
