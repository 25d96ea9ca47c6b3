import type { NonEmpty } from '../../workload/non-empty.js';

/** Labels of pods. */
export interface Labels {
  readonly [key: string]: string;
}

/** The pods of a policy; never empty, which would select the whole namespace. */
export interface WorkloadSelector {
  readonly matchLabels: Labels;
}

/** Strict and without a selector: anything else leaves pods that accept plaintext. */
export interface PeerAuthenticationSpec {
  readonly mtls: { readonly mode: 'STRICT' };
}

/** An ALLOW policy: for no request, or for those that its rules match. */
export type AuthorizationPolicySpec =
  | { readonly [field: string]: never }
  | {
      readonly selector: WorkloadSelector;
      readonly action: 'ALLOW';
      readonly rules: NonEmpty<AccessRule | OutsideRule>;
    };

/** Which identities may make which requests. */
export interface AccessRule {
  readonly from: readonly [{ readonly source: Source }];
  readonly to: readonly [{ readonly operation: Operation }];
  readonly when?: readonly [{ readonly key: 'connection.sni'; readonly values: NonEmpty<string> }];
}

/** Requests from outside to a gateway: their callers have no identity. */
export interface OutsideRule {
  readonly to: readonly [{ readonly operation: Operation & { readonly hosts: NonEmpty<string> } }];
}

/** Identities that mTLS proves, and those of end users. */
export interface Source {
  readonly principals: NonEmpty<string>;
  readonly requestPrincipals?: NonEmpty<string>;
}

/** Requests; ports are container ports. */
export interface Operation {
  readonly ports: NonEmpty<string>;
  readonly methods?: NonEmpty<string>;
  readonly paths?: NonEmpty<string>;
  readonly hosts?: NonEmpty<string>;
}

export interface RequestAuthenticationSpec {
  readonly selector: WorkloadSelector;
  readonly jwtRules: readonly [
    {
      readonly issuer: string;
      readonly audiences: NonEmpty<string>;
      readonly jwksUri: string;
      readonly forwardOriginalToken: boolean;
    },
  ];
}

/** The hosts that a proxy knows. */
export interface SidecarSpec {
  readonly workloadSelector?: { readonly labels: Labels };
  readonly egress: readonly [{ readonly hosts: NonEmpty<string> }];
  readonly outboundTrafficPolicy: { readonly mode: 'REGISTRY_ONLY' };
}

export type TelemetrySpec = MeshTelemetrySpec | UntracedSpec;

/** Telemetry of the whole mesh. */
export interface MeshTelemetrySpec {
  readonly accessLogging: readonly [{ readonly providers: readonly [{ readonly name: string }] }];
  readonly metrics: readonly [{ readonly providers: readonly [{ readonly name: string }] }];
  readonly tracing?: readonly [
    { readonly providers: readonly [{ readonly name: string }]; readonly randomSamplingPercentage: number },
  ];
}

/** Pods without spans; logs and metrics are inherited. */
export interface UntracedSpec {
  readonly selector: { readonly matchLabels: Labels };
  readonly tracing: readonly [{ readonly disableSpanReporting: true }];
}

/** Filters before the router of inbound listeners: after authentication and authorization. */
export interface EnvoyFilterSpec {
  readonly workloadSelector: { readonly labels: Labels };
  readonly priority: number;
  readonly configPatches: NonEmpty<InboundHttpFilter>;
}

export interface InboundHttpFilter {
  readonly applyTo: 'HTTP_FILTER';
  readonly match: {
    readonly context: 'SIDECAR_INBOUND';
    readonly listener: {
      readonly portNumber: number;
      readonly filterChain: {
        readonly filter: { readonly name: string; readonly subFilter: { readonly name: string } };
      };
    };
  };
  readonly patch: { readonly operation: 'INSERT_BEFORE'; readonly value: { readonly [field: string]: unknown } };
}
