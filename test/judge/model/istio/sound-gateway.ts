import { hardened } from './hardened-container.js';

/** The gateway that calls the application above: a Deployment whose proxy the injector fills in, as Istio's chart makes it. */
export const soundGateway = `
---
apiVersion: v1
kind: Namespace
metadata:
  name: istio-ingress
  labels:
    istio.io/rev: prod
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/enforce-version: v1.34
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: istio-ingress, namespace: istio-ingress }
automountServiceAccountToken: false
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: istio-ingress, namespace: istio-ingress, labels: { app: istio-ingress, istio: ingress } }
spec:
  replicas: 3
  strategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }
  selector: { matchLabels: { app: istio-ingress, istio: ingress } }
  template:
    metadata:
      labels: { app: istio-ingress, istio: ingress, sidecar.istio.io/inject: "true" }
      annotations: { inject.istio.io/templates: gateway }
    spec:
      serviceAccountName: istio-ingress
      automountServiceAccountToken: false
      securityContext: { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, seccompProfile: { type: RuntimeDefault } }
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { istio: ingress } }
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: DoNotSchedule
          labelSelector: { matchLabels: { istio: ingress } }
      containers:
        - name: istio-proxy
          image: auto
          ports: [{ name: https, containerPort: 443 }]${hardened}
---
apiVersion: v1
kind: Service
metadata: { name: istio-ingress, namespace: istio-ingress }
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  loadBalancerSourceRanges: [192.0.2.0/24]
  selector: { istio: ingress }
  ports: [{ name: https, port: 443, targetPort: 443 }]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: istio-ingress, namespace: istio-ingress }
spec: { maxUnavailable: 1, selector: { matchLabels: { istio: ingress } } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: istio-ingress }
spec: { mtls: { mode: STRICT } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ingress, namespace: istio-ingress }
spec:
  selector: { matchLabels: { istio: ingress } }
  rules: [{ to: [{ operation: { hosts: [shop.example.org, "shop.example.org:*"], ports: ["443"] } }] }]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: shop, namespace: istio-ingress }
spec:
  selector: { istio: ingress }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop/shop.example.org]
      tls: { mode: SIMPLE, credentialName: shop-tls, minProtocolVersion: TLSV1_3 }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [shop.example.org]
  gateways: [istio-ingress/shop]
  exportTo: [istio-ingress]
  http: [{ route: [{ destination: { host: web.shop.svc.cluster.local, port: { number: 80 } } }], timeout: 10s }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: istio-ingress }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: istio-ingress, namespace: istio-ingress }
spec:
  podSelector: { matchLabels: { istio: ingress } }
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{ ipBlock: { cidr: 192.0.2.0/24 } }]
      ports: [{ protocol: TCP, port: 443 }]
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: istio-system } }, podSelector: { matchLabels: { app: istiod } } }]
      ports: [{ protocol: TCP, port: 15012 }]
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } }, podSelector: { matchLabels: { app.kubernetes.io/name: web } } }]
      ports: [{ protocol: TCP, port: 8080 }]
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }]
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
`;
