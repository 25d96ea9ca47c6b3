import type { NonEmpty } from '../../workload/non-empty.js';
import type { Labels } from '../policy/specs.js';

/** What gateway pods listen for. */
export interface GatewaySpec {
  readonly selector: Labels;
  readonly servers: NonEmpty<GatewayServer>;
}

/** Hosts bear the namespace of the VirtualServices that may answer for them. */
export type GatewayServer = HttpServer | HttpsServer | MutualServer | PassthroughServer;

export interface HttpServer {
  readonly port: { readonly number: number; readonly name: string; readonly protocol: 'HTTP' };
  readonly hosts: NonEmpty<string>;
  readonly tls?: { readonly httpsRedirect: true };
}

/** Its Secret is looked up in the namespace of the gateway's pods. */
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

/** For other clusters of the mesh: a server name says which workload is meant, and its own proxy ends the TLS. */
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
