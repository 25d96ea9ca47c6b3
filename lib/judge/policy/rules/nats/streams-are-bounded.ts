import { numberAt } from '../../../../manifest/read.js';
import { storedConfigsIn } from '../../../model/nats/stream-config.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/streams-are-bounded',
  severity: 'warning',
  scope: 'object',
  summary: 'A stream that a ConfigMap configures has a limit of bytes, is stored on disk and acknowledges messages.',
  rationale:
    'One stream without a limit fills the store of all others, and then the servers reject every message. Messages in memory are lost with the pods. Without acknowledgements a publisher does not notice that its message was rejected.',
  source: 'https://docs.nats.io/nats-concepts/jetstream/streams#configuration',
  appliesTo: ['ConfigMap'],
  passes: example('"max_bytes": 1073741824, "storage": "file"'),
  fails: example('"max_bytes": -1, "storage": "file"'),
  *about(resource) {
    for (const { kind, field, config } of storedConfigsIn(resource)) {
      if (kind !== 'stream') continue;
      if (config === undefined) yield notJudged('it is not a JSON object', field);
      else yield { field, config };
    }
  },
  *check({ config, field }) {
    const bytes = numberAt(config, 'max_bytes');
    if (bytes === undefined || bytes <= 0) {
      yield field.violation({
        got: bytes === undefined ? 'no max_bytes' : `max_bytes: ${bytes}`,
        expected: 'a number of bytes above 0',
        fix: 'Set it, so that all streams together fit the store.',
      });
    }
    if (config['storage'] === 'memory') {
      yield field.violation({ got: 'storage: memory', expected: 'file', fix: 'Keep the stream on disk.' });
    }
    if (config['no_ack'] === true) {
      const effect = 'Publishers do not know which messages were kept.';
      yield field.violation({ got: 'no_ack: true', expected: 'false', effect, fix: 'Remove it.' });
    }
  },
});

function example(fields: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: streams, namespace: nats-system }
data:
  ORDERS.stream.json: '{ "name": "ORDERS", "subjects": ["orders.>"], ${fields} }'
`;
}
