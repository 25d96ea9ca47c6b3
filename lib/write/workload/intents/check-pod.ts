import type { Diagnostic } from '../../../diagnostic.js';
import type { WorkloadContainer } from '../container.js';
import type { Workload } from '../workload.js';

/** Ports that the proxies of the meshes listen on within each pod. @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const PROXY_PORTS = new Set([
  4140, 4143, 4190, 4191, 15_000, 15_001, 15_004, 15_006, 15_008, 15_020, 15_021, 15_053, 15_090,
]);

/** Containers that the injectors add, and take one of the same name for. */
const PROXY_CONTAINERS = new Set(['istio-proxy', 'istio-init', 'istio-validation', 'linkerd-proxy', 'linkerd-init']);

/** Namespaces whose own pods would be cut off where the namespace is closed. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces */
const CLUSTER_NAMESPACES = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'default']);

/** @see https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/ */
const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** @see https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object */
const FILE_NAME = /^(?!\.\.)[-._a-zA-Z0-9]{1,253}$/;

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** What Kubernetes or an injector would refuse, or take for something else, in the pods of a workload. */
export function checkPod(where: string, workload: Workload): Diagnostic[] {
  const { name, namespace, ports = [], volumes = {}, containers, terminationGracePeriod } = workload;
  const problems: Diagnostic[] = [];
  const add = (place: string, got: string, expected: string, fix: string) =>
    problems.push({ where: `${where}.${place}`, got, expected, fix });
  if (!/^[a-z]/.test(name)) {
    add('name', `'${name}'`, 'a letter first, since a Service bears the name', 'Put a letter before it.');
  }
  if (CLUSTER_NAMESPACES.has(namespace)) {
    add(
      'namespace',
      `'${namespace}', which is the cluster's own`,
      'a namespace of the application: it is closed to all that is not stated',
      'Choose another.',
    );
  }
  for (const [index, { port }] of ports.entries()) {
    if (!PROXY_PORTS.has(port)) continue;
    add(
      `ports[${index}].port`,
      `${port}, on which the proxy listens`,
      'a port of the workload alone',
      'Choose another.',
    );
  }
  const grace = terminationGracePeriod?.toMilliseconds() ?? 0;
  if (grace % 1000 !== 0) {
    add('terminationGracePeriod', `${grace} ms`, 'whole seconds, which is all that Kubernetes takes', 'Round it.');
  }
  for (const [volume, content] of Object.entries(volumes)) {
    if (!LABEL.test(volume)) {
      add(`volumes.${volume}`, `the name '${volume}'`, 'lower-case letters, digits and dashes, up to 63', 'Rename it.');
    }
    for (const file of content.kind === 'config' ? Object.keys(content.files) : []) {
      if (FILE_NAME.test(file)) continue;
      add(
        `volumes.${volume}.files`,
        `the file name '${file}'`,
        'letters, digits, dots, dashes and underscores: a ConfigMap has no folders',
        'Rename the file, or use a volume for each folder.',
      );
    }
  }
  return [
    ...problems,
    ...containers.flatMap((container, index) => checkContainer(`${where}.containers[${index}]`, container)),
  ];
}

function checkContainer(
  where: string,
  { name, env = {}, secretEnv = {}, mounts = {} }: WorkloadContainer,
): Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (PROXY_CONTAINERS.has(name)) {
    problems.push({
      where: `${where}.name`,
      got: `'${name}', the name of a container that the mesh adds`,
      expected: 'a name of its own',
      fix: 'Rename it.',
    });
  }
  for (const variable of [...Object.keys(env), ...Object.keys(secretEnv)]) {
    if (ENVIRONMENT_NAME.test(variable)) continue;
    problems.push({
      where: `${where}.env`,
      got: `the name '${variable}'`,
      expected: 'letters, digits, underscores, dots and dashes, no digit first',
      fix: 'Rename the variable.',
    });
  }
  for (const variable of Object.keys(env).filter((key) => Object.hasOwn(secretEnv, key))) {
    problems.push({
      where: `${where}.secretEnv.${variable}`,
      got: 'a variable that env states too',
      expected: 'each variable once',
      fix: 'Drop one of the two.',
    });
  }
  for (const [variable, { key }] of Object.entries(secretEnv)) {
    if (FILE_NAME.test(key)) continue;
    problems.push({
      where: `${where}.secretEnv.${variable}.key`,
      got: `'${key}'`,
      expected: 'a key of a Secret: letters, digits, dots, dashes and underscores',
      fix: 'Correct the key.',
    });
  }
  const entries = Object.entries(mounts);
  for (const [index, [volume, path]] of entries.entries()) {
    const other = entries.slice(0, index).find(([, earlier]) => earlier === path);
    if (other === undefined) continue;
    problems.push({
      where: `${where}.mounts.${volume}`,
      got: `'${path}', where ${other[0]} is mounted too`,
      expected: 'a path of its own for each volume',
      fix: 'Change one of the two.',
    });
  }
  return problems;
}
