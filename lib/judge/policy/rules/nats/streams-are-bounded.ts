import { at } from '../../../../manifest/field-path.js';
import { numberAt } from '../../../../manifest/read.js';
import { descriptionsIn } from '../../../model/nats/stream-description.js';
import { defineRule } from '../../rule.js';

const described = (fields: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: streams, namespace: nats-system }
data:
  ORDERS.stream.json: '{ "name": "ORDERS", "subjects": ["orders.>"], ${fields} }'
`;

export default defineRule({
  id: 'nats/streams-are-bounded',
  severity: 'warning',
  scope: 'object',
  summary: 'A stream that a ConfigMap describes has a limit of bytes, stands on disk and acknowledges what it keeps.',
  rationale:
    'One stream without a limit fills the store of all others, and the servers then refuse every message. What is in memory is gone with the pods; without acknowledgements a publisher does not notice that its message was refused.',
  source: 'https://docs.nats.io/nats-concepts/jetstream/streams#configuration',
  appliesTo: ['ConfigMap'],
  passes: described('"max_bytes": 1073741824, "storage": "file"'),
  fails: described('"max_bytes": -1, "storage": "file"'),
  *check(resource) {
    for (const { kind, config, key } of descriptionsIn(resource)) {
      if (kind !== 'stream' || config === undefined) continue;
      const path = at('data', key);
      const bytes = numberAt(config, 'max_bytes');
      if (bytes === undefined || bytes <= 0) {
        yield {
          path,
          got: bytes === undefined ? 'no max_bytes' : `max_bytes: ${bytes}`,
          expected: 'a number of bytes above 0',
          fix: 'Set it, so that the streams fit the store together.',
        };
      }
      if (config['storage'] === 'memory') {
        yield { path, got: 'storage: memory', expected: 'file', fix: 'Keep the stream on disk.' };
      }
      if (config['no_ack'] === true) {
        yield { path, got: 'no_ack: true', expected: 'false', fix: 'Drop it, so that publishers know what was kept.' };
      }
    }
  },
});
