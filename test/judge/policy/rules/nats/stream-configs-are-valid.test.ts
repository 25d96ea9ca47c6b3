import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/stream-configs-are-valid.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const servers = serverExample('jetstream { store_dir: /data, max_file_store: 8Gi, max_memory_store: 1Mi }');
const data = (entries: Readonly<Record<string, string>>) =>
  `${servers}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: streams, namespace: nats-system }\ndata: ${JSON.stringify(entries)}\n`;
const stream = (fields: Readonly<Record<string, unknown>>) =>
  data({ 'A.stream.json': JSON.stringify({ name: 'A', subjects: ['a.>'], ...fields }) });

ruleTester(rule, {
  ignores: {
    'other JSON': data({ 'settings.json': '{ "name": "a b" }', 'broken.json': '{' }),
  },
  passes: {
    'accepts a mirror, and a consumer': data({
      'A.stream.json': '{ "name": "A", "mirror": { "name": "B" } }',
      'A.c.consumer.json': '{ "durable_name": "c" }',
    }),
    'accepts a stream under another key': data({
      'orders.json': '{ "name": "ORDERS", "subjects": ["a"], "retention": "limits" }',
    }),
    'accepts fields that later releases may bring': stream({ shiny_new_option: true }),
    'accepts an advisory of the servers': stream({ subjects: ['$SYS.ACCOUNT.A.>'] }),
    'accepts a stream without a size where no server is known': stream({}).replace(servers, ''),
  },
  fails: {
    'for what is no JSON object': [
      data({ 'A.stream.json': '{', 'A.c.consumer.json': '[]' }),
      { path: 'data["A.c.consumer.json"]', got: 'no JSON object' },
      { path: 'data["A.stream.json"]', got: 'no JSON object' },
    ],
    'for two names': [
      data({ 'A.stream.json': '{ "name": "B", "subjects": ["a"] }', 'A.c.consumer.json': '{}' }),
      { got: 'name nothing', expected: 'c, as in the key' },
      { got: 'name B', expected: 'A, as in the key' },
    ],
    'for a name with a dot': [
      data({ 'a.json': '{ "name": "A.B", "subjects": ["a"], "num_replicas": 1 }' }),
      { got: 'name A.B' },
    ],
    'for a stream of nothing': [stream({ subjects: [] }), { got: 'neither subjects nor a mirror nor sources' }],
    'for a mirror with subjects': [stream({ mirror: { name: 'B' } }), { got: 'a mirror with subjects or sources' }],
    'for subjects of the servers': [
      stream({ subjects: ['>', '$JS.API.>'] }),
      { got: 'subjects: $JS.API.>' },
      { got: 'subjects: >' },
    ],
    'for ages': [stream({ max_age: 1, duplicate_window: -1 }), { got: 'duplicate_window: -1' }, { got: 'max_age: 1' }],
    'for a window beyond the age': [
      stream({ max_age: 60_000_000_000, duplicate_window: 120_000_000_000 }),
      { got: 'duplicate_window: 120000000000' },
    ],
    'for words that the servers do not know': [
      stream({ storage: 'disk', retention: 'forever', discard: 'none' }),
      { got: 'discard: none' },
      { got: 'retention: forever' },
      { got: 'storage: disk' },
    ],
    'for a misspelt field': [stream({ max_byte: 1 }), { got: 'max_byte', expected: 'max_bytes' }],
    'for more memory than there is': [
      stream({ storage: 'memory', max_bytes: 2 * 1024 * 1024 }),
      { got: 'max_bytes: 2Mi', expected: 'at most max_memory_store of the servers, which is 1Mi' },
    ],
  },
  notJudged: {
    'a size where no server is known': [
      stream({ max_bytes: 1 }).replace(servers, ''),
      'no server with JetStream is among the files',
    ],
  },
});
