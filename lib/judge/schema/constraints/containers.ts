import { dnsLabel, portName } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { portNumber } from './bounds.js';
import { checkHandler } from './handlers.js';
import type { PodTemplate } from './pod-template.js';
import { leavesItsFolder, nameSyntax } from './syntax.js';

const HOOKS = ['exec', 'httpGet', 'sleep', 'tcpSocket'];

/**
 * Pods without a container, and containers that the API server refuses for their name, image, ports, mounts or hooks.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container
 */
export function* checkContainers({ pod, spec, containers }: PodTemplate): Iterable<SchemaViolation> {
  if (!pod.isSet) return;
  if (!spec.isSet) {
    yield missingField(spec, 'the spec of the pods', 'Add the spec with its containers.');
    return;
  }
  if (spec.at('containers').isEmpty)
    yield notAllowed(spec.at('containers'), {
      got: 'no container',
      expected: 'at least one container',
      fix: 'Add a container to the pod.',
    });
  for (const container of containers) yield* checkContainer(container);
}

function* checkContainer(container: Field): Iterable<SchemaViolation> {
  if (container.at('name').value === '') yield missingField(container.at('name'), 'the name of the container');
  yield* nameSyntax(container.at('name'), dnsLabel, 'container');
  if (container.at('image').isEmpty) yield missingField(container.at('image'), 'the image of the container');
  for (const port of container.at('ports').items) {
    yield* nameSyntax(port.at('name'), portName, 'port');
    yield* portNumber(port.at('containerPort'));
    if (port.at('hostPort').value !== 0) yield* portNumber(port.at('hostPort'));
  }
  for (const mount of container.at('volumeMounts').items) yield* checkMount(mount);
  for (const moment of ['postStart', 'preStop']) {
    const hook = container.at('lifecycle', moment);
    if (hook.isSet) yield* checkHandler(hook, HOOKS);
  }
}

function* checkMount(mount: Field): Iterable<SchemaViolation> {
  const mountPath = mount.at('mountPath');
  const subPaths = [mount.at('subPath'), mount.at('subPathExpr')];
  if (mountPath.value === '') yield missingField(mountPath, 'the path of the mount');
  if (mountPath.text?.includes(':') === true)
    yield notAllowed(mountPath, { expected: 'a path without :', fix: 'Use another path.' });
  if (subPaths.every((path) => !path.isEmpty))
    yield notAllowed(mount, {
      got: 'both subPath and subPathExpr',
      expected: 'one of the two',
      fix: 'Remove one of the two.',
    });
  for (const path of subPaths)
    if (path.text !== undefined && leavesItsFolder(path.text))
      yield notAllowed(path, { expected: 'a relative path without ..', fix: 'Name a path within the volume.' });
}
