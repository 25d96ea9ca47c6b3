import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { DestinationRuleSpec } from '../traffic/destination-rule-spec.js';
import type { GatewaySpec, ServiceEntrySpec } from '../traffic/edge-specs.js';
import type { VirtualServiceSpec } from '../traffic/virtual-service-spec.js';
import type {
  AuthorizationPolicySpec,
  EnvoyFilterSpec,
  PeerAuthenticationSpec,
  RequestAuthenticationSpec,
  SidecarSpec,
  TelemetrySpec,
} from './specs.js';

/** The spec of each kind: the part of the API in which every field has an effect. */
interface Specs {
  readonly AuthorizationPolicy: AuthorizationPolicySpec;
  readonly DestinationRule: DestinationRuleSpec;
  readonly EnvoyFilter: EnvoyFilterSpec;
  readonly Gateway: GatewaySpec;
  readonly PeerAuthentication: PeerAuthenticationSpec;
  readonly RequestAuthentication: RequestAuthenticationSpec;
  readonly ServiceEntry: ServiceEntrySpec;
  readonly Sidecar: SidecarSpec;
  readonly Telemetry: TelemetrySpec;
  readonly VirtualService: VirtualServiceSpec;
}

/** Versions that 1.30 and 1.31 serve; an EnvoyFilter has no other. */
const API_VERSIONS: { readonly [Kind in keyof Specs]: string } = {
  AuthorizationPolicy: 'security.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
  Gateway: 'networking.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  ServiceEntry: 'networking.istio.io/v1',
  Sidecar: 'networking.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  VirtualService: 'networking.istio.io/v1',
};

/** Name and namespace of an object. */
export interface Placed {
  readonly name: string;
  readonly namespace: string;
}

/** An Istio object. @see https://istio.io/latest/docs/reference/config/ */
export class IstioResource<Kind extends keyof Specs> extends ApiObject {
  constructor(scope: Construct, id: string, kind: Kind, { name, namespace }: Placed, spec: Specs[Kind]) {
    super(scope, id, { apiVersion: API_VERSIONS[kind], kind, metadata: { name, namespace }, spec });
  }
}
