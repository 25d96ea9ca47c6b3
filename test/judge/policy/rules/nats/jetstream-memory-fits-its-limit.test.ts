import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/jetstream-memory-fits-its-limit.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const limit = { container: ['resources: { limits: { memory: 1Mi } }'] };
ruleTester(rule, {
  ignores: {
    'a container without a limit': serverExample('jetstream { max_memory_store: 1Ti }'),
  },
  passes: {
    'accepts a byte less': serverExample('jetstream { max_mem: 1048575 }', limit),
  },
  fails: {
    'for what is equal': [
      serverExample('jetstream { max_memory_store: 1048576 }', limit),
      { got: 'jetstream.max_memory_store (line 1): 1Mi' },
    ],
  },
});
