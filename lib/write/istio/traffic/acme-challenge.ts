/**
 * How cert-manager answers an HTTP-01 challenge: with an Ingress, which istiod turns into a route of the gateways with the label
 * `istio: ingressgateway`. The pod behind it has no proxy: it answers for a minute, and the restricted profile of the gateway's namespace would
 * reject a pod whose traffic an init container redirects.
 */
export const HTTP_01_SOLVER = {
  http01: {
    ingress: { class: 'istio', podTemplate: { metadata: { labels: { 'sidecar.istio.io/inject': 'false' } } } },
  },
};
