import { Variable } from '../../../../formats/nats-conf/value.js';
import { servedConfsIn } from '../../../model/nats/confs.js';
import { envValueOf } from '../../../model/nats/server.js';
import type { Container } from '../../../model/pods/pod.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

const fix = 'Set server_name to an environment variable that has the value of metadata.name.';

export default defineRule({
  id: 'nats/server-name-is-set',
  severity: 'error',
  scope: 'object',
  summary: 'Every server has a name of its own.',
  rationale:
    'A server without a name picks a random one at each start, so that a JetStream cluster sees a new peer each time. Two servers with the same name push each other out.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#server-name',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: example('server_name: $POD_NAME'),
  fails: example('port: 4222'),
  about: servedConfsIn,
  *check({ root, server: { container, pod } }) {
    const node = root.at('server_name');
    const several = (pod.replicas ?? 2) > 1;
    const each = `for each of ${pod.replicas ?? 'many'} pods`;
    if (node.absent || node.text === '') {
      yield node.violation({ got: 'nothing', expected: 'a name', fix });
      return;
    }
    const variable = node.value instanceof Variable ? node.value.name : undefined;
    if (variable === undefined) {
      if (node.text === undefined) yield* notKnown(node);
      else if (several) {
        yield node.violation({ got: `${node.text} ${each}`, expected: 'a name for each pod', fix });
      }
      return;
    }
    const env = envValueOf(container, variable);
    if (env?.kind === 'literal' && several) {
      yield node.violation({ got: `${env.text} ${each}`, expected: 'a name for each pod', fix });
    }
    if (env?.kind === 'unknown' || (env === undefined && 'envFrom' in container.spec)) yield* notKnown(node);
    if (env !== undefined || 'envFrom' in container.spec) return;
    const meant = podNamed(container);
    // A variable that is not in the environment comes from an included file, which is the same for all pods.
    if (meant !== undefined) {
      yield node.violation({
        got: `$${variable}, which is not in the environment`,
        expected: `$${meant}, which has the value of metadata.name`,
        fix: `Write $${meant}, or define the variable in the environment.`,
      });
    } else if (several) {
      yield node.violation({
        got: `$${variable}, which is the same ${each}`,
        expected: 'an environment variable that has the value of metadata.name',
        fix,
      });
    }
  },
});

/** The environment variable that holds the name of the pod. */
function podNamed(container: Container): string | undefined {
  return container.field
    .at('env')
    .items.map((entry) => entry.at('name').text ?? '')
    .findLast((name) => envValueOf(container, name)?.kind === 'podName');
}

function example(conf: string): string {
  return serverExample(conf, {
    replicas: 3,
    container: ['env: [{ name: POD_NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]'],
  });
}
