import { Variable } from '../../../../formats/nats-conf/value.js';
import { listAt, stringAt } from '../../../../manifest/read.js';
import { envValueOf } from '../../../model/nats/server.js';
import type { Container } from '../../../model/pods/pod.js';
import { defineConfRule } from '../../nats-conf-rule.js';

const fix = 'Set server_name to a variable of the environment that takes metadata.name.';

export default defineConfRule({
  id: 'nats/server-name-is-set',
  severity: 'error',
  summary: 'Every server has a name of its own.',
  rationale:
    'A server without a name takes a random one at each start, so that a JetStream cluster sees a new peer each time; two servers of one name drive each other out.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#server-name',
  passes: `
server_name: $POD_NAME`,
  fails: `
port: 4222`,
  server: {
    replicas: 3,
    container: ['env: [{ name: POD_NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]'],
  },
  *check({ root }, { container, pod }) {
    const node = root.at('server_name');
    if (node.absent || node.text === '') {
      yield { node, expected: 'a name', fix };
      return;
    }
    const variable = node.value instanceof Variable ? node.value.name : undefined;
    const env = variable === undefined ? undefined : envValueOf(container, variable);
    const literal = node.text ?? (env?.kind === 'literal' ? env.text : undefined);
    if (literal !== undefined && (pod.replicas ?? 2) > 1) {
      yield {
        node,
        got: `${literal} for each of ${pod.replicas ?? 'many'} pods`,
        expected: 'a name for each pod',
        fix,
      };
    }
    const unread = variable === undefined || env !== undefined || 'envFrom' in container.spec;
    const meant = unread ? undefined : listAt(container.spec, 'env').findLast((entry) => podNamed(container, entry));
    // What the environment lacks comes from an included file, which is the same for all pods.
    if (meant !== undefined && !unread) {
      const name = stringAt(meant, 'name');
      yield {
        node,
        got: `$${variable}, which the environment lacks`,
        expected: `$${name}, which takes metadata.name`,
        fix: `Write $${name}, or define the variable in the environment.`,
      };
    } else if (!unread && (pod.replicas ?? 2) > 1) {
      yield {
        node,
        got: `$${variable}, which is the same for each of ${pod.replicas ?? 'many'} pods`,
        expected: 'a variable of the environment that takes metadata.name',
        fix,
      };
    }
  },
});

function podNamed(container: Container, entry: Parameters<typeof stringAt>[0]): boolean {
  return envValueOf(container, stringAt(entry, 'name') ?? '')?.kind === 'podName';
}
