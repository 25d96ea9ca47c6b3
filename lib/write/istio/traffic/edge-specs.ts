import type { NonEmpty } from '../../workload/non-empty.js';
import type { Labels } from '../policy/specs.js';

/** What gateway pods serve. */
export interface GatewaySpec {
  readonly selector: Labels;
  readonly servers: NonEmpty<GatewayServer>;
}

/** A server; its hosts have the namespace of the VirtualServices that may answer for them as a prefix. */
export type GatewayServer = HttpServer | HttpsServer | MutualServer | PassthroughServer;

export interface HttpServer {
  readonly port: { readonly number: number; readonly name: string; readonly protocol: 'HTTP' };
  readonly hosts: NonEmpty<string>;
  readonly tls?: { readonly httpsRedirect: true };
}

/** A server with a certificate, whose Secret is in the namespace of the gateway pods. */
export interface HttpsServer {
  readonly port: { readonly number: number; readonly name: string; readonly protocol: 'HTTPS' };
  readonly hosts: NonEmpty<string>;
  readonly tls: {
    readonly mode: 'SIMPLE';
    readonly credentialName: string;
    readonly minProtocolVersion: 'TLSV1_2' | 'TLSV1_3';
  };
}

export interface MutualServer {
  readonly port: { readonly number: number; readonly name: string; readonly protocol: 'TLS' };
  readonly hosts: NonEmpty<string>;
  readonly tls: { readonly mode: 'ISTIO_MUTUAL' };
}

/** A server for other clusters of the mesh: the server name selects the workload, whose own proxy terminates TLS. */
export interface PassthroughServer {
  readonly port: { readonly number: number; readonly name: string; readonly protocol: 'TLS' };
  readonly hosts: NonEmpty<string>;
  readonly tls: { readonly mode: 'AUTO_PASSTHROUGH' };
}

/** A host outside the cluster. */
export interface ServiceEntrySpec {
  readonly hosts: readonly [string];
  readonly location: 'MESH_EXTERNAL';
  readonly resolution: 'DNS';
  readonly ports: readonly [{ readonly number: number; readonly name: string; readonly protocol: 'TLS' | 'TCP' }];
  readonly exportTo: NonEmpty<string>;
}
