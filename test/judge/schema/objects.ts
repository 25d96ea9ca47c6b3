import { load } from 'js-yaml';
import type { Finding } from '../../../lib/judge/finding.js';
import { validate } from '../../../lib/judge/schema/validate.js';
import type { ManifestObject } from '../../../lib/manifest/object.js';
import type { ClusterView } from '../../../lib/manifest/resource.js';
import { knownReleases } from '../../../lib/releases/known.js';
import { type ClusterReleases, PROJECTS } from '../../../lib/releases/project.js';

/** The newest release of everything that is known. */
export const newest: ClusterReleases = Object.fromEntries(
  Object.keys(PROJECTS).flatMap((project) => {
    const release = knownReleases(project).at(-1);
    return release === undefined ? [] : [[project, release]];
  }),
);

/** A cluster that runs the newest releases, of one object per YAML text, without regard to whether it is one. */
export function clusterOf(...texts: string[]): ClusterView {
  const resources = texts.map((text, document) => ({ object: load(text) as ManifestObject, file: 'a.yaml', document }));
  return { name: 'test', resources, releases: newest };
}

/** `rule path: got -> expected | fix`, which a test can read at a glance. */
export function brief({ rule, path, got, expected, fix }: Finding): string {
  return `${rule} ${path}: ${got} -> ${expected} | ${fix}`;
}

/** What follows from each finding, or undefined if what is expected says enough. */
export async function effectsOn(...texts: string[]): Promise<(string | undefined)[]> {
  return (await validate(clusterOf(...texts))).map(({ effect }) => effect);
}

export async function findingsOn(...texts: string[]): Promise<string[]> {
  return (await validate(clusterOf(...texts))).map(brief);
}

const container = `
          - name: app
            image: registry.example.com/app:1.0
            ports: [{ name: http, containerPort: 8080, protocol: TCP }]
            env: [{ name: A, value: "1" }]
            resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { cpu: 1, memory: 0.5Gi } }
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
            volumeMounts: [{ name: data, mountPath: /data }]`;

/** Valid objects that the tests weaken. */
export const valid = {
  deployment: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, labels: { app.kubernetes.io/name: web } }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:${container.replaceAll('\n  ', '\n')}
      volumes: [{ name: data, emptyDir: {} }]
`,
  statefulSet: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:${container.replaceAll('\n  ', '\n')}
  volumeClaimTemplates:
    - apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`,
  service: `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 80, targetPort: http, protocol: TCP }]
`,
  networkPolicy: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ podSelector: { matchLabels: { app: client } } }]
      ports: [{ port: 8080, protocol: TCP }]
`,
  certificate: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: issuer, namespace: linkerd }
spec:
  isCA: true
  commonName: identity.linkerd.cluster.local
  duration: 48h
  secretName: issuer
  privateKey: { algorithm: ECDSA, rotationPolicy: Always }
  issuerRef: { name: root, kind: ClusterIssuer }
`,
  server: `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  port: http
  proxyProtocol: opaque
  accessPolicy: deny
`,
  serviceProfile: `
apiVersion: linkerd.io/v1alpha2
kind: ServiceProfile
metadata: { name: web.shop.svc.cluster.local, namespace: shop }
spec:
  dstOverrides: [{ authority: web-v2.shop.svc.cluster.local, weight: 500m }]
  retryBudget: { retryRatio: 0.2, minRetriesPerSecond: 10, ttl: 10s }
  routes: [{ name: list, condition: { method: GET, pathRegex: /items }, timeout: 300ms }]
`,
  secret: `
apiVersion: v1
kind: Secret
metadata: { name: token, namespace: shop }
type: Opaque
data: { token: aHVudGVyMg== }
`,
} as const;
