import rule from '../../../../../lib/judge/policy/rules/nats/streams-are-bounded.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const passing = String(rule.passes);

ruleTester(rule, {
  ignores: {
    'other JSON': passing.replace('ORDERS.stream.json', 'settings.json'),
  },
  fails: {
    'for no limit': [
      passing.replace('"max_bytes": 1073741824, ', ''),
      { path: 'data["ORDERS.stream.json"]', got: 'no max_bytes' },
    ],
    'for memory and no acknowledgements': [
      passing.replace('"storage": "file"', '"storage": "memory", "no_ack": true'),
      { got: 'no_ack: true' },
      { got: 'storage: memory' },
    ],
  },
  notJudged: {
    'text that is not JSON': [
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: a }\ndata: { A.stream.json: not JSON, A.b.consumer.json: not JSON }',
      'it is not a JSON object',
    ],
  },
});
