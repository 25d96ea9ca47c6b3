import { throwIfAny } from '../../diagnostic.js';
import type { Caller, Method } from '../workload/intents/caller.js';
import type { Service } from '../workload/intents/service.js';
import type { Workload } from '../workload/workload.js';
import { checkHttpServices } from './check-http-services.js';
import { type HttpWorkloadOptions, httpWorkload } from './http-workload.js';
import type { Store } from './stores/store.js';

/** A service among others that speak HTTP: what it wants of the network, and what differs in its pods. @see https://kubernetes.io/docs/concepts/services-networking/service/ */
export interface HttpService extends Omit<Service, 'workload' | 'callers' | 'rateLimit'>, HttpServicePods {}

/** The pods of a service that speaks HTTP. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/ */
export interface HttpServicePods extends Pick<HttpWorkloadOptions, 'resources'> {
  /** Port on which it serves, 1 to 65535. @default 8080 @see https://kubernetes.io/docs/concepts/services-networking/service/ */
  readonly port?: number;
  /** Pods, 0 to 10000. @default 2 @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#scaling-a-deployment */
  readonly replicas?: number;
  /** Requests that each pod takes in a second, and in one burst; 1 or more. @default - no limit @see https://linkerd.io/2-edge/tasks/configuring-local-rate-limiting/ */
  readonly requestsPerSecond?: number;
}

/** One service asks another: caller, callee, methods and path. Everything else is refused. */
export type HttpCall<Name extends string> = readonly [from: Name, to: Name, methods: readonly Method[], path: string];

/** A store, and the services that use it. @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ */
export interface UsedStore<Name extends string> {
  /** The database itself. */
  readonly store: Store;
  /** Services that connect to it, and find its password in their environment. */
  readonly users: readonly Name[];
}

/** Services that speak HTTP and call each other. @see https://kubernetes.io/docs/concepts/services-networking/service/ */
export interface HttpServicesOptions<Name extends string> {
  /** Namespace of all of them. */
  readonly namespace: string;
  /** Folder of their images, each named like its service, and the tag. @see https://kubernetes.io/docs/concepts/containers/images/ */
  readonly images: { readonly folder: string; readonly tag: string };
  /** The services by name. */
  readonly services: { readonly [Service in Name]: HttpService };
  /** Who asks whom for what: the callers of each service follow. */
  readonly calls: readonly HttpCall<Name>[];
  /** Databases. @default - none */
  readonly stores?: readonly UsedStore<Name>[];
  /** Environment of a service, besides `PORT`, `ADMIN_PORT` and the passwords of its stores. @default - none */
  readonly env?: (name: Name) => { readonly [variable: string]: string };
  /** What services want that do not say otherwise. @default - nothing */
  readonly common?: Partial<HttpService>;
  /** Requests and limits of the mesh's proxy in each pod. @default cpu 100m to 1, memory 128Mi to 512Mi */
  readonly proxyResources?: Workload['proxyResources'];
}

/**
 * Services that speak HTTP on one port and answer probes and scrapes on another, with their stores. Who may call whom, for which
 * methods and paths, follows from the calls.
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
