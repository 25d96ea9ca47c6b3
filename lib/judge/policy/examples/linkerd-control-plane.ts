/** Parts of an example of a control plane; each is YAML in flow style. */
export interface ExampleControlPlane {
  readonly component?: string;
  readonly args?: readonly string[];
  /** Further fields of the Deployment's spec. */
  readonly spec?: string;
  /** Annotations of the pod template. */
  readonly annotations?: string;
  /** Further fields of the pod's spec. */
  readonly pod?: string;
  readonly image?: string;
}

/** One Deployment of a control plane in namespace `linkerd`, as YAML: enough to tell that there is one. */
export function controllerExample(example: ExampleControlPlane = {}): string {
  const { component = 'identity', args = [], spec = '', annotations = '{}', pod = '', image } = example;
  const label = `linkerd.io/control-plane-component: ${component}`;
  const list = [component, ...args].map((arg) => `'${arg}'`).join(', ');
  const container = `{ name: ${component}, args: [${list}]${image === undefined ? '' : `, image: '${image}'`} }`;
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: linkerd-${component}, namespace: linkerd, labels: { ${label} } }
spec:
  selector: { matchLabels: { ${label} } }
  template:
    metadata: { labels: { ${label} }, annotations: ${annotations} }
    spec: { ${pod === '' ? '' : `${pod}, `}containers: [${container}] }
${spec === '' ? '' : `  ${spec}\n`}`;
}

/** ConfigMap linkerd-config with these lines as its values. */
export function configExample(...values: readonly string[]): string {
  return `---
apiVersion: v1
kind: ConfigMap
metadata: { name: linkerd-config, namespace: linkerd }
data:
  values: |
${values.map((line) => `    ${line}\n`).join('')}`;
}
