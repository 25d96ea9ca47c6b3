const image = 'example.org/shop/server@sha256:5d0a2c1f3b4e6d7c8a9b0c1d2e3f405162738495a6b7c8d9e0f1a2b3c4d5e6f7';

const hardened = `
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            runAsNonRoot: true
            runAsUser: 10001
            runAsGroup: 10001
            capabilities: { drop: [ALL] }
            seccompProfile: { type: RuntimeDefault }
          resources:
            requests: { cpu: 100m, memory: 128Mi, ephemeral-storage: 64Mi }
            limits: { cpu: 500m, memory: 256Mi, ephemeral-storage: 256Mi }`;

const probes = (port: string) => `
          readinessProbe: { httpGet: { path: /ready, port: ${port} }, periodSeconds: 5, timeoutSeconds: 2 }
          livenessProbe: { httpGet: { path: /live, port: ${port} }, periodSeconds: 10, timeoutSeconds: 2 }`;

const podSpec = (name: string) => `
      serviceAccountName: ${name}
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 45
      securityContext: { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001, seccompProfile: { type: RuntimeDefault } }
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app.kubernetes.io/name: ${name} } }
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: DoNotSchedule
          labelSelector: { matchLabels: { app.kubernetes.io/name: ${name} } }`;

const annotations = `
        sidecar.istio.io/proxyCPU: 100m
        sidecar.istio.io/proxyCPULimit: "1"
        sidecar.istio.io/proxyMemory: 128Mi
        sidecar.istio.io/proxyMemoryLimit: 256Mi`;

/**
 * An application in Istio as it should be: a web workload that a gateway calls and that calls a stateful one, strict mTLS,
 * access that names its callers, tokens that are demanded, and networks that are closed but for what is meant.
 */
export const soundIstio = `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    istio.io/rev: prod
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/enforce-version: v1.34
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop }
automountServiceAccountToken: false
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: store, namespace: shop }
automountServiceAccountToken: false
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, labels: { app.kubernetes.io/name: web } }
spec:
  replicas: 3
  strategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }
  selector: { matchLabels: { app.kubernetes.io/name: web } }
  template:
    metadata:
      labels: { app.kubernetes.io/name: web, app.kubernetes.io/version: v1 }
      annotations:${annotations}
        proxy.istio.io/config: '{ holdApplicationUntilProxyStarts: true }'
    spec:${podSpec('web')}
      containers:
        - name: web
          image: ${image}
          ports: [{ name: http, containerPort: 8080 }]${probes('http')}${hardened}
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app.kubernetes.io/name: web }
  ports: [{ name: http, port: 80, targetPort: http }]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: shop }
spec: { maxUnavailable: 1, selector: { matchLabels: { app.kubernetes.io/name: web } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: shop, labels: { app.kubernetes.io/name: store } }
spec:
  replicas: 3
  serviceName: store-peers
  podManagementPolicy: Parallel
  selector: { matchLabels: { app.kubernetes.io/name: store } }
  template:
    metadata:
      labels: { app.kubernetes.io/name: store }
      annotations:${annotations}
    spec:${podSpec('store')}
      containers:
        - name: store
          image: ${image}
          ports: [{ name: tcp-store, containerPort: 5432 }, { name: tcp-peers, containerPort: 4369 }]
          readinessProbe: { tcpSocket: { port: tcp-store }, periodSeconds: 5, timeoutSeconds: 2 }
          livenessProbe: { tcpSocket: { port: tcp-store }, periodSeconds: 10, timeoutSeconds: 2 }${hardened}
---
apiVersion: v1
kind: Service
metadata: { name: store, namespace: shop }
spec:
  selector: { app.kubernetes.io/name: store }
  ports: [{ name: tcp-store, port: 5432, targetPort: tcp-store }]
---
apiVersion: v1
kind: Service
metadata: { name: store-peers, namespace: shop }
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector: { app.kubernetes.io/name: store }
  ports: [{ name: tcp-store, port: 5432, targetPort: tcp-store }, { name: tcp-peers, port: 4369, targetPort: tcp-peers }]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: store, namespace: shop }
spec: { maxUnavailable: 1, selector: { matchLabels: { app.kubernetes.io/name: store } } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: deny-all, namespace: shop }
spec: {}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: web } }
  action: ALLOW
  rules:
    - from: [{ source: { principals: [cluster.local/ns/istio-ingress/sa/istio-ingress], requestPrincipals: ["https://login.example.org/*"] } }]
      to: [{ operation: { ports: ["8080"], methods: [GET, POST] } }]
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: web } }
  jwtRules:
    - issuer: https://login.example.org
      jwksUri: https://login.example.org/.well-known/jwks.json
      audiences: [shop]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: store, namespace: shop }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: store } }
  action: ALLOW
  rules:
    - from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }]
      to: [{ operation: { ports: ["5432"] } }]
    - from: [{ source: { principals: [cluster.local/ns/shop/sa/store] } }]
      to: [{ operation: { ports: ["5432", "4369"] } }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: shop }
spec:
  host: web.shop.svc.cluster.local
  exportTo: [., istio-ingress]
  trafficPolicy:
    connectionPool: { tcp: { maxConnections: 100, connectTimeout: 3s } }
    outlierDetection: { consecutive5xxErrors: 5, interval: 10s, baseEjectionTime: 30s }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: shop }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: mesh, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } }, podSelector: { matchLabels: { app.kubernetes.io/name: prometheus } } }]
      ports: [{ protocol: TCP, port: 15020 }]
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: istio-system } }, podSelector: { matchLabels: { app: istiod } } }]
      ports: [{ protocol: TCP, port: 15012 }]
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }]
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app.kubernetes.io/name: web } }
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: istio-ingress } }, podSelector: { matchLabels: { istio: ingress } } }]
      ports: [{ protocol: TCP, port: 8080 }]
  egress:
    - to: [{ podSelector: { matchLabels: { app.kubernetes.io/name: store } } }]
      ports: [{ protocol: TCP, port: 5432 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: store, namespace: shop }
spec:
  podSelector: { matchLabels: { app.kubernetes.io/name: store } }
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{ podSelector: { matchLabels: { app.kubernetes.io/name: web } } }]
      ports: [{ protocol: TCP, port: 5432 }]
    - from: [{ podSelector: { matchLabels: { app.kubernetes.io/name: store } } }]
      ports: [{ protocol: TCP, port: 5432 }, { protocol: TCP, port: 4369 }]
  egress:
    - to: [{ podSelector: { matchLabels: { app.kubernetes.io/name: store } } }]
      ports: [{ protocol: TCP, port: 5432 }, { protocol: TCP, port: 4369 }]
`;

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
