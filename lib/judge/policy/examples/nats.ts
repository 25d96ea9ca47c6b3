/** What an example server has besides its configuration; each is YAML in flow style. */
export interface ExampleServer {
  readonly kind?: 'StatefulSet' | 'Deployment';
  readonly name?: string;
  readonly image?: string;
  readonly replicas?: number;
  /** Further fields of the container: `resources: { limits: { memory: 1Gi } }`. */
  readonly container?: readonly string[];
  readonly containers?: readonly string[];
  /** Further mounts of the container. */
  readonly mounts?: readonly string[];
  readonly volumes?: readonly string[];
  /** Further fields of the pod's spec. */
  readonly pod?: readonly string[];
  /** Further fields of the StatefulSet's spec. */
  readonly spec?: readonly string[];
  readonly annotations?: string;
}

/** A server `nats-system/nats` that reads a configuration from a ConfigMap, as YAML. */
export function serverExample(conf: string, server: ExampleServer = {}): string {
  const { kind = 'StatefulSet', name = 'nats', image = 'nats:2.15.3-alpine', replicas = 1 } = server;
  const { container = [], containers = [], mounts = [], volumes = [], pod = [], spec = [], annotations } = server;
  const lines = (indent: number, items: readonly string[]) =>
    items.map((item) => `${' '.repeat(indent)}${item}\n`).join('');
  return (
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}-config, namespace: nats-system }\ndata:\n  nats.conf: |\n` +
    lines(4, conf.trim().split('\n')) +
    `---\napiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: nats-system }\nspec:\n` +
    `  replicas: ${replicas}\n` +
    lines(2, spec) +
    `  template:\n    metadata:\n      labels: { app: ${name} }\n` +
    (annotations === undefined ? '' : `      annotations: ${annotations}\n`) +
    `    spec:\n` +
    lines(6, pod) +
    `      containers:\n        - name: nats\n          image: ${image}\n` +
    `          args: [--config, /etc/nats-config/nats.conf]\n` +
    lines(10, container) +
    `          volumeMounts:\n` +
    lines(12, ['- { name: config, mountPath: /etc/nats-config }', ...mounts.map((mount) => `- ${mount}`)]) +
    lines(
      8,
      containers.map((item) => `- ${item}`),
    ) +
    `      volumes:\n` +
    lines(8, [`- { name: config, configMap: { name: ${name}-config } }`, ...volumes.map((volume) => `- ${volume}`)])
  );
}
