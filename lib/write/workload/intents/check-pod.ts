import type { Diagnostic } from '../../../diagnostic.js';
import { dataKey, dnsLabel, matches } from '../../../formats/name-syntax.js';
import { at, type Place } from '../../../input/place.js';
import type { WorkloadContainer } from '../container.js';
import type { Workload } from '../workload.js';

/** Ports on which the proxies of the meshes listen in each pod. @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const PROXY_PORTS = new Set([
  4140, 4143, 4190, 4191, 15_000, 15_001, 15_004, 15_006, 15_008, 15_020, 15_021, 15_053, 15_090,
]);

/** Containers that the injectors add; a container of the same name would be taken for one. */
const PROXY_CONTAINERS = new Set(['istio-proxy', 'istio-init', 'istio-validation', 'linkerd-proxy', 'linkerd-init']);

/** Namespaces whose own pods a default-deny policy would cut off. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces */
const CLUSTER_NAMESPACES = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'default']);

/** @see https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/ */
const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** What Kubernetes or an injector would reject or misread in the pods of a workload. */
export function checkPod(place: Place, workload: Workload): Diagnostic[] {
  const { name, namespace, ports = [], volumes = {}, containers, terminationGracePeriod } = workload;
  const problems: Diagnostic[] = [];
  const add = (path: string, got: string, expected: string, fix: string) =>
    problems.push({ ...at(place, path), got, expected, fix });
  if (!/^[a-z]/.test(name)) {
    add('name', `'${name}'`, 'a letter first: a Service has the same name', 'Put a letter before it.');
  }
  if (CLUSTER_NAMESPACES.has(namespace)) {
    add(
      'namespace',
      `'${namespace}', which belongs to the cluster`,
      'a namespace of the application: all traffic that is not stated is denied in it',
      'Choose another.',
    );
  }
  for (const [index, { port }] of ports.entries()) {
    if (!PROXY_PORTS.has(port)) continue;
    add(`ports[${index}].port`, `${port}, on which the mesh proxy listens`, 'another port', 'Choose another.');
  }
  const grace = terminationGracePeriod?.toMilliseconds() ?? 0;
  if (grace % 1000 !== 0) {
    add('terminationGracePeriod', `${grace} ms`, 'whole seconds: Kubernetes accepts no fractions', 'Round it.');
  }
  for (const [volume, content] of Object.entries(volumes)) {
    if (!matches(volume, dnsLabel)) {
      add(`volumes.${volume}`, `the name '${volume}'`, 'lower-case letters, digits and dashes, up to 63', 'Rename it.');
    }
    for (const file of content.kind === 'config' ? Object.keys(content.files) : []) {
      if (matches(file, dataKey)) continue;
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
    ...containers.flatMap((container, index) => checkContainer(at(place, `containers[${index}]`), container)),
  ];
}

function checkContainer(
  place: Place,
  { name, env = {}, secretEnv = {}, mounts = {} }: WorkloadContainer,
): Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (PROXY_CONTAINERS.has(name)) {
    problems.push({
      ...at(place, 'name'),
      got: `'${name}', the name of a container that the mesh adds`,
      expected: 'a name of its own',
      fix: 'Rename it.',
    });
  }
  for (const variable of [...Object.keys(env), ...Object.keys(secretEnv)]) {
    if (ENVIRONMENT_NAME.test(variable)) continue;
    problems.push({
      ...at(place, 'env'),
      got: `the name '${variable}'`,
      expected: 'letters, digits, underscores, dots and dashes, not starting with a digit',
      fix: 'Rename the variable.',
    });
  }
  for (const variable of Object.keys(env).filter((key) => Object.hasOwn(secretEnv, key))) {
    problems.push({
      ...at(place, `secretEnv.${variable}`),
      got: 'a variable that env also states',
      expected: 'each variable only once',
      fix: 'Drop one of the two.',
    });
  }
  for (const [variable, { key }] of Object.entries(secretEnv)) {
    if (matches(key, dataKey)) continue;
    problems.push({
      ...at(place, `secretEnv.${variable}.key`),
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
      ...at(place, `mounts.${volume}`),
      got: `'${path}', where ${other[0]} is also mounted`,
      expected: 'a different path for each volume',
      fix: 'Change one of the two.',
    });
  }
  return problems;
}
