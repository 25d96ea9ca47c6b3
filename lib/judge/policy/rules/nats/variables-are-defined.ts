import { Variable } from '../../../../formats/nats-conf/value.js';
import { servedConfsIn } from '../../../model/nats/confs.js';
import { undefinedVariables } from '../../../model/nats/server.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/variables-are-defined',
  severity: 'error',
  scope: 'object',
  summary: 'Every variable of a configuration is defined: before its use, in an include, or in the environment.',
  rationale: 'A server does not start if a variable is not defined.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#variables',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(
    `
authorization { user: app, password: $APP_PASSWORD }`,
    { container: ['env: [{ name: APP_PASSWORD, valueFrom: { secretKeyRef: { name: app, key: password } } }]'] },
  ),
  fails: serverExample(`
authorization { user: app, password: $APP_PASSWORD }`),
  *about(configMap, cluster) {
    for (const { root, parsed, server } of servedConfsIn(configMap, cluster)) {
      const uses = [...root.walk()].flatMap((node) =>
        node.value instanceof Variable ? [{ node, name: node.value.name }] : [],
      );
      if (uses.length === 0) continue;
      const include = parsed.includes.find(({ known }) => !known);
      const missing = undefinedVariables(root, server.container);
      if (include !== undefined) yield notJudged(`${include.path} may define variables, and is not among the files`);
      else if (missing === undefined) yield notJudged('envFrom may define variables');
      else yield* uses.map((use) => ({ ...use, missing }));
    }
  },
  *check({ node, name, missing }) {
    if (!missing.has(name)) return;
    yield node.violation({
      got: `$${name}, which nothing defines`,
      expected: 'a variable of the environment, or of an included file',
      fix: 'Add it to env of the container, or include the file that defines it before this line.',
    });
  },
});
