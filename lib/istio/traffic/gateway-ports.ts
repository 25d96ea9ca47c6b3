/** A port of a gateway: that of its Service, by which Istio's Gateways name it, and that of its pods, by which policies do. */
export interface GatewayPort {
  readonly servicePort: number;
  readonly podPort: number;
}

/** Ports of gateways; their pods listen above 1024, for which a process needs no privilege. @see https://istio.io/latest/docs/setup/additional-setup/gateway/ */
export const GATEWAY_PORTS = {
  http: { servicePort: 80, podPort: 8080 },
  tls: { servicePort: 443, podPort: 8443 },
} as const satisfies { readonly [name: string]: GatewayPort };

/**
 * Label of ingress gateways by which istiod finds them for the Ingress objects through which cert-manager answers HTTP-01 challenges;
 * what `meshConfig.ingressSelector` is where nobody sets it.
 */
export const INGRESS_CONTROLLER_LABEL = { istio: 'ingressgateway' } as const;
