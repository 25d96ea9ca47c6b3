import { dnsLabel, matches, portName, type Syntax } from '../../../formats/name-syntax.js';
import type { Json, JsonObject } from '../../../manifest/object.js';
import type { Segments } from '../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../fields.js';
import { missing, refused, type Verdict } from '../verdict.js';
import { portNumber } from './bounds.js';
import { exactlyOne } from './exactly-one.js';
import { containersOf, podSpecPath, podTemplate } from './pod-templates.js';

const HOOKS = ['exec', 'httpGet', 'sleep', 'tcpSocket'];

/**
 * Pods without a container, and containers that the API server refuses for their name, image, ports, mounts or hooks.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container
 */
export function checkContainers(object: JsonObject): Verdict[] {
  const pod = podTemplate(object);
  if (pod === undefined || !isSet(pod.holder)) return [];
  const at = podSpecPath(pod);
  if (!isSet(pod.holder['spec'])) return [missing(at, 'the spec of the pods', 'Add the spec with its containers.')];
  const verdicts: Verdict[] = [];
  if (isEmpty(pod.spec['containers']))
    verdicts.push(
      refused([...at, 'containers'], 'no container', 'at least one container', 'Add a container to the pod.'),
    );
  for (const { at, container } of containersOf(pod)) verdicts.push(...containerVerdicts(at, container));
  return verdicts;
}

function containerVerdicts(at: Segments, container: JsonObject): Verdict[] {
  const verdicts = [...syntaxVerdict([...at, 'name'], container['name'], dnsLabel, 'container')];
  if (isEmpty(container['image'])) verdicts.push(missing([...at, 'image'], 'the image of the container'));
  for (const [index, port] of mappings(container['ports'])) {
    const place = [...at, 'ports', index];
    verdicts.push(
      ...syntaxVerdict([...place, 'name'], port['name'], portName, 'port'),
      ...portNumber([...place, 'containerPort'], port['containerPort']),
      ...portNumber([...place, 'hostPort'], port['hostPort'] === 0 ? undefined : port['hostPort']),
    );
  }
  for (const [index, mount] of mappings(container['volumeMounts']))
    verdicts.push(...mountVerdicts([...at, 'volumeMounts', index], mount));
  const lifecycle = mapping(container['lifecycle']);
  for (const moment of ['postStart', 'preStop']) {
    const hook = lifecycle[moment];
    if (isSet(hook)) verdicts.push(...handlerVerdicts([...at, 'lifecycle', moment], mapping(hook), HOOKS));
  }
  return verdicts;
}

/** What is wrong with the action of a probe or hook, which takes one of several forms. */
export function handlerVerdicts(at: Segments, holder: JsonObject, forms: readonly string[]): Verdict[] {
  const verdicts = exactlyOne(at, holder, forms);
  const { exec, httpGet } = holder;
  if (isSet(exec) && isEmpty(mapping(exec)['command']))
    verdicts.push(missing([...at, 'exec', 'command'], 'the command to run'));
  for (const form of ['httpGet', 'tcpSocket', 'grpc']) {
    const { port } = mapping(holder[form]);
    const place = [...at, form, 'port'];
    verdicts.push(...portNumber(place, port));
    if (typeof port === 'string' && !/^\d+$/.test(port)) verdicts.push(...syntaxVerdict(place, port, portName, 'port'));
  }
  for (const [index, { name }] of mappings(mapping(httpGet)['httpHeaders']))
    if (typeof name === 'string' && !/^[-A-Za-z0-9]+$/.test(name))
      verdicts.push(
        refused(
          [...at, 'httpGet', 'httpHeaders', index, 'name'],
          JSON.stringify(name),
          'letters, digits and -',
          'Correct the name of the header.',
        ),
      );
  return verdicts;
}

function mountVerdicts(at: Segments, { mountPath, subPath, subPathExpr }: JsonObject): Verdict[] {
  const verdicts: Verdict[] = [];
  if (mountPath === '') verdicts.push(missing([...at, 'mountPath'], 'the path of the mount'));
  if (typeof mountPath === 'string' && mountPath.includes(':'))
    verdicts.push(refused([...at, 'mountPath'], JSON.stringify(mountPath), 'a path without :', 'Use another path.'));
  if (!isEmpty(subPath) && !isEmpty(subPathExpr))
    verdicts.push(refused(at, 'both subPath and subPathExpr', 'one of the two', 'Remove one of the two.'));
  for (const [field, path] of Object.entries({ subPath, subPathExpr }))
    if (typeof path === 'string' && leavesItsFolder(path))
      verdicts.push(
        refused([...at, field], JSON.stringify(path), 'a relative path without ..', 'Name a path within the volume.'),
      );
  return verdicts;
}

/** Whether a path is absolute or climbs out of its folder. */
export function leavesItsFolder(path: string): boolean {
  return path.startsWith('/') || path.split('/').includes('..');
}

/** Reports a name that has not the syntax. */
export function syntaxVerdict(at: Segments, name: Json | undefined, syntax: Syntax, what: string): Verdict[] {
  if (typeof name !== 'string' || name === '' || matches(name, syntax)) return [];
  return [
    { rule: 'schema/invalid-name', at, got: JSON.stringify(name), expected: syntax.words, fix: `Rename the ${what}.` },
  ];
}
