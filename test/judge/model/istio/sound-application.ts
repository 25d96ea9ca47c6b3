import { hardened } from './hardened-container.js';

const image = 'example.org/shop/server@sha256:5d0a2c1f3b4e6d7c8a9b0c1d2e3f405162738495a6b7c8d9e0f1a2b3c4d5e6f7';

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
