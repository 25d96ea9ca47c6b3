import type { NonEmpty } from '../../workload/non-empty.js';

/** Where requests to hosts go. */
export interface VirtualServiceSpec {
  readonly hosts: NonEmpty<string>;
  readonly gateways: NonEmpty<string>;
  readonly exportTo: NonEmpty<string>;
  readonly http?: NonEmpty<HttpRoute>;
  readonly tls?: NonEmpty<TlsRoute>;
  readonly tcp?: NonEmpty<TcpRoute>;
}

export type HttpRoute = ForwardingRoute | RedirectingRoute;

/** Port and retries are always stated: by default Istio retries twice. */
export interface ForwardingRoute {
  readonly match?: NonEmpty<HttpMatch>;
  readonly fault?: HttpFault;
  readonly route: NonEmpty<WeightedDestination>;
  readonly mirrors?: NonEmpty<Mirror>;
  readonly timeout?: string;
  readonly retries: HttpRetry;
}

export interface RedirectingRoute {
  readonly redirect: { readonly scheme: 'https'; readonly redirectCode: 301 };
}

export interface HttpMatch {
  readonly port?: number;
  readonly uri?: { readonly exact: string } | { readonly prefix: string };
  readonly headers?: { readonly [name: string]: { readonly exact: string } | { readonly regex: string } };
}

export interface Destination {
  readonly host: string;
  readonly subset?: string;
  readonly port: { readonly number: number };
}

export interface WeightedDestination {
  readonly destination: Destination;
  readonly weight?: number;
}

export interface Mirror {
  readonly destination: Destination;
  readonly percentage: { readonly value: number };
}

export type HttpRetry =
  | { readonly attempts: 0 }
  | { readonly attempts: number; readonly perTryTimeout: string; readonly retryOn: string };

export type HttpFault =
  | { readonly delay: { readonly fixedDelay: string; readonly percentage: { readonly value: number } } }
  | { readonly abort: { readonly httpStatus: number; readonly percentage: { readonly value: number } } };

export interface TlsRoute {
  readonly match: readonly [
    { readonly gateways: readonly ['mesh']; readonly port: number; readonly sniHosts: readonly [string] },
  ];
  readonly route: readonly [{ readonly destination: Destination }];
}

export interface TcpRoute {
  readonly match: readonly [{ readonly gateways: readonly [string]; readonly port: number }];
  readonly route: readonly [{ readonly destination: Destination }];
}
