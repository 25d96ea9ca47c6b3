import { nearest } from '../../../../formats/did-you-mean.js';
import { formatBytes } from '../../../../formats/nats-conf/print.js';
import type { Field, FieldFault } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { JsonObject } from '../../../../manifest/object.js';
import { numberAt, objectAt, shown, stringAt, stringListAt, valueAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { storedConfigsIn, storesFor } from '../../../model/nats/stream-config.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { notJudged, type Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const STREAM_FIELDS = (
  'name description subjects retention max_consumers max_msgs max_bytes max_age max_msgs_per_subject max_msg_size discard ' +
  'storage num_replicas no_ack duplicate_window placement mirror sources compression first_seq subject_transform republish ' +
  'allow_direct mirror_direct discard_new_per_subject sealed deny_delete deny_purge allow_rollup_hdrs consumer_limits ' +
  'allow_msg_ttl subject_delete_marker_ttl allow_msg_counter allow_atomic allow_msg_schedules persist_mode allow_batched ' +
  'metadata template_owner'
).split(' ');
const CHOICES = [
  ['retention', ['limits', 'interest', 'workqueue']],
  ['storage', ['file', 'memory']],
  ['discard', ['old', 'new']],
] as const;
/** Nanoseconds below which the server accepts no age and no window. */
const LEAST_AGE = 100_000_000;
const LONGEST_NAME = 255;

export default defineRule({
  id: 'nats/stream-configs-are-valid',
  severity: 'error',
  scope: 'object',
  summary: 'The servers accept every stream that a ConfigMap configures, and have room for it.',
  rationale:
    'If the servers reject the configuration, the command that applies it fails, and without the stream every message is lost.',
  source: 'https://docs.nats.io/nats-concepts/jetstream/streams#configuration',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: example('4294967296'),
  fails: example('17179869184'),
  about: storedConfigsIn,
  *check({ config, field, kind, streamByKey, consumerByKey }, cluster) {
    if (config === undefined) {
      const expected = `a ${kind} as the API of JetStream accepts it`;
      yield field.violation({ got: 'no JSON object', expected, fix: 'Correct it.' });
      return;
    }
    const byKey = kind === 'stream' ? streamByKey : consumerByKey;
    const name = stringAt(config, 'name') ?? (kind === 'consumer' ? stringAt(config, 'durable_name') : undefined);
    const got = `name ${shown(name)}`;
    if (byKey !== undefined && name !== byKey) {
      yield field.violation({ got, expected: `${byKey}, as in the key`, fix: 'Use the same name for both.' });
    } else if (name === undefined || name.length > LONGEST_NAME || !/^[^\s.*>\\/]+$/.test(name)) {
      yield field.violation({ got, expected: 'a name without dots, spaces and wildcards', fix: 'Rename it.' });
    }
    if (kind !== 'stream') return;
    for (const fault of [...refusals(config), ...numberFaults(config)]) yield field.violation(fault);
    yield* checkRoom(config, field, cluster);
  },
});

type StreamFault = FieldFault & { readonly got: string };

/** What the servers reject however much room they have. */
function* refusals(config: JsonObject): Generator<StreamFault> {
  const subjects = stringListAt(config, 'subjects');
  const mirror = objectAt(config, 'mirror');
  const sources = valueAt(config, 'sources');
  if (mirror !== undefined && (subjects.length > 0 || sources !== undefined)) {
    yield { got: 'a mirror with subjects or sources', expected: 'only a mirror', fix: 'Remove one of them.' };
  }
  if (mirror === undefined && subjects.length === 0 && sources === undefined) {
    yield {
      got: 'neither subjects nor a mirror nor sources',
      expected: 'one of them',
      effect: 'The stream keeps only the subject of its own name.',
      fix: 'List the subjects.',
    };
  }
  for (const wide of subjects.filter((subject) => /^(\*\.)*>$|^\$JS\.|^\$SYS\.>$|\s/.test(subject) || subject === '')) {
    yield {
      got: `subjects: ${shown(wide)}`,
      expected: 'subjects that are not those of the servers',
      effect: 'A stream cannot keep the API of JetStream itself.',
      fix: 'List the subjects of the application.',
    };
  }
  for (const [field, values] of CHOICES) {
    const value = valueAt(config, field);
    if (value === undefined || values.some((known) => known === value)) continue;
    yield { got: `${field}: ${shown(value)}`, expected: listed(values), fix: 'Correct it.' };
  }
  for (const field of Object.keys(config).filter((key) => !STREAM_FIELDS.includes(key))) {
    const meant = nearest(field, STREAM_FIELDS);
    if (meant === undefined) continue;
    const effect = 'The servers ignore fields that they do not know.';
    yield { got: field, expected: meant, effect, fix: `Write ${meant}.` };
  }
}

function* numberFaults(config: JsonObject): Generator<StreamFault> {
  const age = numberAt(config, 'max_age') ?? 0;
  const window = numberAt(config, 'duplicate_window') ?? 0;
  for (const [field, value] of Object.entries({ max_age: age, duplicate_window: window })) {
    if (value === 0 || value >= LEAST_AGE) continue;
    yield { got: `${field}: ${value}`, expected: 'nanoseconds, 100 ms or more', fix: 'Correct it.' };
  }
  if (age > 0 && window > age) {
    yield { got: `duplicate_window: ${window}`, expected: `at most max_age, which is ${age}`, fix: 'Lower it.' };
  }
}

/** What a stream asks for and no server has. */
function* checkRoom(config: JsonObject, field: Field, cluster: ClusterIndex): Generator<Outcome> {
  const bytes = numberAt(config, 'max_bytes') ?? -1;
  if (bytes <= 0) return;
  const limit = config['storage'] === 'memory' ? 'max_memory_store' : 'max_file_store';
  const limits = storesFor(cluster, field.resource).map(({ conf }) => conf?.root.at('jetstream', limit));
  if (limits.length === 0) {
    yield notJudged('no server with JetStream is among the files');
    return;
  }
  const most = Math.max(...limits.map((node) => node?.number ?? Number.POSITIVE_INFINITY));
  if (bytes <= most) {
    for (const node of limits) if (node !== undefined) yield* notKnown(node);
    return;
  }
  yield field.violation({
    got: `max_bytes: ${formatBytes(bytes)}`,
    expected: `at most ${limit} of the servers, which is ${formatBytes(most)}`,
    fix: 'Lower it, or enlarge the store.',
  });
}

function example(bytes: string): string {
  return `${serverExample('jetstream { store_dir: /data, max_file_store: 8Gi }')}---
apiVersion: v1
kind: ConfigMap
metadata: { name: streams, namespace: nats-system }
data:
  ORDERS.stream.json: '{ "name": "ORDERS", "subjects": ["orders.>"], "max_bytes": ${bytes} }'
`;
}
