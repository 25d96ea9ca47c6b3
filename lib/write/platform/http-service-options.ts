import type { Method } from '../workload/intents/caller.js';
import type { Ingress } from '../workload/intents/ingress.js';
import type { Service } from '../workload/intents/service.js';
import type { Workload } from '../workload/workload.js';
import type { HttpWorkloadOptions } from './http-workload.js';
import type { Store } from './stores/store.js';

/** One of several HTTP services: its network options, and its pods where they differ from the default. @see https://kubernetes.io/docs/concepts/services-networking/service/ */
export interface HttpService extends Omit<Service, 'workload' | 'callers' | 'rateLimit' | 'ingress'>, HttpServicePods {
  /** Names of the stores that it keeps data in: it may connect to each, and finds its password in the environment. @default - none @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ */
  readonly stores?: readonly string[];
  /** How it is reached from outside the cluster. @default - not at all @see https://gateway-api.sigs.k8s.io/ */
  readonly ingress?: readonly HttpIngress[];
}

/** How a service that speaks HTTP is reached from outside the cluster, over TLS. @see https://gateway-api.sigs.k8s.io/concepts/api-overview/#gateway */
export interface HttpIngress extends Omit<Ingress, 'port'> {
  /** Name of the port that is exposed. @default http */
  readonly port?: string;
}

/** The pods of an HTTP service. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/ */
export interface HttpServicePods extends Pick<HttpWorkloadOptions, 'resources'> {
  /** Port on which it serves, 1 to 65535. @default 8080 @see https://kubernetes.io/docs/concepts/services-networking/service/ */
  readonly port?: number;
  /** Pods, 0 to 10000. @default 2 @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/ */
  readonly replicas?: number;
  /** Requests that each pod accepts per second, and in one burst; 1 or more. @default - no limit @see https://linkerd.io/2-edge/tasks/configuring-local-rate-limiting/ */
  readonly requestsPerSecond?: number;
}

/** One service asks another, or several ask the same: caller or callers, callee, methods and path. Everything else is refused. */
export type HttpCall<Name extends string> = readonly [
  from: Name | readonly Name[],
  to: Name,
  methods: readonly Method[],
  path: string,
];

/** Environment variables. */
export type Environment = { readonly [variable: string]: string };

/** HTTP services that call each other. @see https://kubernetes.io/docs/concepts/services-networking/service/ */
export interface HttpServicesOptions<Name extends string> {
  /** Namespace of all of them. */
  readonly namespace: string;
  /** Folder of their images, each named like its service, and the tag. @see https://kubernetes.io/docs/concepts/containers/images/ */
  readonly images: { readonly folder: string; readonly tag: string };
  /** The services by name. */
  readonly services: { readonly [Service in Name]: HttpService };
  /** Who calls whom for what; the admitted callers of each service are derived from it. */
  readonly calls: readonly HttpCall<NoInfer<Name>>[];
  /** Databases, each used by the services that name it in their `stores`. @default - none */
  readonly stores?: readonly Store[];
  /** Environment of every service, or of the one that is named, besides `PORT`, `ADMIN_PORT` and the passwords of its stores. @default - none */
  readonly env?: Environment | ((name: NoInfer<Name>) => Environment);
  /** Network options of services that do not set their own. @default - nothing */
  readonly common?: HttpService;
  /** Requests and limits of the mesh's proxy in each pod. @default cpu 100m to 1, memory 128Mi to 512Mi */
  readonly proxyResources?: Workload['proxyResources'];
}
