import { Variable } from '../../../../formats/nats-conf/value.js';
import { undefinedVariables } from '../../../model/nats/server.js';
import { defineConfRule } from '../../nats-conf-rule.js';

export default defineConfRule({
  id: 'nats/variables-are-defined',
  severity: 'error',
  summary: 'Every variable of a configuration is defined: before it, in an include, or in the environment.',
  rationale: 'A server does not start with a variable that it cannot find.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#variables',
  passes: `
include ../nats-auth/auth.conf
authorization { user: app, password: $APP_PASSWORD }`,
  fails: `
authorization { user: app, password: $APP_PASSWORD }`,
  *check({ root, parsed }, { container }) {
    // What an include that could not be read defines is not known.
    if (parsed.includes.some(({ known }) => !known)) return;
    const missing = undefinedVariables(parsed, container);
    for (const node of root.walk()) {
      if (!(node.value instanceof Variable) || !missing?.has(node.value.name)) continue;
      yield {
        node,
        got: `$${node.value.name}, which nothing defines`,
        expected: 'a variable of the environment, or of an included file',
        fix: 'Add it to env of the container, or include the file that defines it before this line.',
      };
    }
  },
});
