import type { GatewayClass } from '../lib/linkerd/traffic/gateway-class.js';

/** What makes the pods of gateways where Linkerd is the mesh: kgateway, as its own chart installs it. */
export const KGATEWAY: GatewayClass = {
  name: 'kgateway',
  ports: { http: 8080, https: 8443 },
  controllers: [
    {
      to: {
        kind: 'foreign',
        name: 'kgateway',
        namespace: 'kgateway-system',
        serviceAccount: 'kgateway',
        podLabels: { 'app.kubernetes.io/name': 'kgateway' },
      },
      port: 9977,
    },
  ],
};
