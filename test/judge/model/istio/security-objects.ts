/** Objects of a cluster as YAML documents; each begins with a separator, so that they may simply be added up. */
const doc = (text: string): string => `\n---\n${text}\n`;

/** A Namespace `apps`, or of another name, whose pods get a sidecar unless its labels say otherwise. */
export const namespace = (labels = '{ istio-injection: enabled }', name = 'apps'): string =>
  doc(`{ apiVersion: v1, kind: Namespace, metadata: { name: ${name}, labels: ${labels} } }`);

/** Parts of a Deployment, each in flow YAML. */
interface DeploymentParts {
  readonly name?: string;
  readonly namespace?: string;
  readonly annotations?: string;
  readonly labels?: string;
  readonly container?: string;
  readonly spec?: string;
}

/** A Deployment whose pods have the label `app: <name>` and the account of that name; what is given is flow YAML. */
export const deployment = ({
  name = 'web',
  namespace: ns = 'apps',
  annotations = '{}',
  labels = '',
  container = 'ports: [{ name: http, containerPort: 8080 }]',
  spec = '',
}: DeploymentParts = {}): string =>
  doc(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${ns} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name}${labels === '' ? '' : `, ${labels}`} }, annotations: ${annotations} }
    spec: { serviceAccountName: ${name}, ${spec === '' ? '' : `${spec}, `}containers: [{ name: main, ${container} }] }`);

/** A Service `apps/<name>` for the pods `app: <name>`. */
export const service = (ports = '[{ name: http, port: 80, targetPort: 8080 }]', name = 'web', spec = ''): string =>
  doc(
    `{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: apps }, spec: { selector: { app: ${name} }, ports: ${ports}${spec === '' ? '' : `, ${spec}`} } }`,
  );

/** A PeerAuthentication; its spec is flow YAML. */
export const peers = (spec = '{ mtls: { mode: STRICT } }', name = 'default', ns = 'apps', metadata = ''): string =>
  doc(
    `{ apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: { name: ${name}, namespace: ${ns}${metadata} }, spec: ${spec} }`,
  );

/** An AuthorizationPolicy for the pods `app: web`, unless the selector is another or none. */
export const access = (
  spec: string,
  name = 'web',
  ns = 'apps',
  selector = 'selector: { matchLabels: { app: web } }, ',
  annotations = '{}',
): string =>
  doc(
    `{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: ${name}, namespace: ${ns}, annotations: ${annotations} }, spec: { ${selector}${spec} } }`,
  );

/** A RequestAuthentication for the pods `app: web`. */
export const tokens = (
  rules = '[{ issuer: "https://a.example.org", jwksUri: "https://a.example.org/keys", audiences: [web] }]',
  name = 'web',
  ns = 'apps',
): string =>
  doc(
    `{ apiVersion: security.istio.io/v1, kind: RequestAuthentication, metadata: { name: ${name}, namespace: ${ns} }, spec: { selector: { matchLabels: { app: web } }, jwtRules: ${rules} } }`,
  );

/** The ConfigMap that istiod reads, with its configuration in flow YAML. */
export const meshConfig = (mesh = '{}', name = 'istio', ns = 'istio-system'): string =>
  doc(`
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: ${ns} }
data: { mesh: '${mesh}' }`);

/** A ServiceAccount. */
export const account = (name: string, ns = 'apps'): string =>
  doc(`{ apiVersion: v1, kind: ServiceAccount, metadata: { name: ${name}, namespace: ${ns} } }`);

/** A NetworkPolicy of namespace `apps`, with its spec in flow YAML. */
export const networkPolicy = (spec: string, name = 'web'): string =>
  doc(
    `{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: ${name}, namespace: apps }, spec: ${spec} }`,
  );
