/** Objects of a cluster as YAML documents; each begins with a separator, so that they may simply be added up. */
const doc = (text: string): string => `\n---\n${text}\n`;

/** A Namespace `apps`, or of another name, with annotations and labels in flow YAML. */
export const namespace = (annotations = '{}', labels = '{}', name = 'apps'): string =>
  doc(
    `{ apiVersion: v1, kind: Namespace, metadata: { name: ${name}, annotations: ${annotations}, labels: ${labels} } }`,
  );

/** Parts of a Deployment, each in flow YAML. */
interface DeploymentParts {
  readonly name?: string;
  readonly namespace?: string;
  readonly annotations?: string;
  readonly labels?: string;
  readonly container?: string;
  readonly spec?: string;
  readonly metadata?: string;
}

/** A Deployment whose pods have the label `app: <name>`; what is given is flow YAML. */
export const deployment = ({
  name = 'web',
  namespace: ns = 'apps',
  annotations = '{ linkerd.io/inject: enabled }',
  labels = `{ app: ${name} }`,
  container = 'ports: [{ name: http, containerPort: 8080 }]',
  spec = '',
  metadata = '',
}: DeploymentParts = {}): string =>
  doc(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${ns}${metadata === '' ? '' : `, ${metadata}`} }
spec:
  selector: { matchLabels: ${labels} }
  template:
    metadata: { labels: ${labels}, annotations: ${annotations} }
    spec: { ${spec === '' ? '' : `${spec}, `}containers: [{ name: main, ${container} }] }`);

/** A Server of namespace `apps` for port 8080 of the pods `app: web`, unless its spec says otherwise. */
export const server = (spec = '', name = 'web', labels = '{}'): string =>
  doc(`
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: ${name}, namespace: apps, labels: ${labels} }
spec: { ${spec === '' ? 'podSelector: { matchLabels: { app: web } }, port: 8080' : spec} }`);

/** An AuthorizationPolicy `apps/web` for Server `web`, or for another target; `refs` is a flow list. */
export const authorization = (
  refs = '[{ kind: ServiceAccount, name: gateway }]',
  target = '{ group: policy.linkerd.io, kind: Server, name: web }',
  name = 'web',
): string =>
  doc(`
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: apps }
spec: { targetRef: ${target}, requiredAuthenticationRefs: ${refs} }`);

/** A NetworkAuthentication `apps/nodes`. */
export const networkAuthentication = (networks = '[{ cidr: 10.0.0.0/8 }]', name = 'nodes'): string =>
  doc(
    `{ apiVersion: policy.linkerd.io/v1alpha1, kind: NetworkAuthentication, metadata: { name: ${name}, namespace: apps }, spec: { networks: ${networks} } }`,
  );

/** A MeshTLSAuthentication `apps/callers`. */
export const meshTls = (spec: string, name = 'callers'): string =>
  doc(
    `{ apiVersion: policy.linkerd.io/v1alpha1, kind: MeshTLSAuthentication, metadata: { name: ${name}, namespace: apps }, spec: ${spec} }`,
  );

/** A ServerAuthorization `apps/web`; its spec is flow YAML. */
export const serverAuthorization = (spec: string): string =>
  doc(
    `{ apiVersion: policy.linkerd.io/v1beta1, kind: ServerAuthorization, metadata: { name: web, namespace: apps }, spec: ${spec} }`,
  );

/** An HTTPRoute `apps/web` attached to Server `web`, with its rules as a flow list. */
export const httpRoute = (rules = '[]', parent = '{ group: policy.linkerd.io, kind: Server, name: web }'): string =>
  doc(`
apiVersion: policy.linkerd.io/v1beta3
kind: HTTPRoute
metadata: { name: web, namespace: apps }
spec: { parentRefs: [${parent}], rules: ${rules} }`);

/** A NetworkPolicy of namespace `apps`, unless another is given, with its spec in flow YAML. */
export const networkPolicy = (spec: string, name = 'web', ns = 'apps'): string =>
  doc(
    `{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: ${name}, namespace: ${ns} }, spec: ${spec} }`,
  );
