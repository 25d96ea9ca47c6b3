import type { Fault } from '../../../../diagnostic.js';
import { nearest } from '../../../../formats/did-you-mean.js';
import { formatBytes } from '../../../../formats/nats-conf/print.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import type { JsonObject } from '../../../../manifest/object.js';
import { numberAt, objectAt, shown, stringAt, stringListAt, valueAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type Description, descriptionsIn, storesFor } from '../../../model/nats/stream-description.js';
import { serverExample } from '../../examples/nats.js';
import { defineRule } from '../../rule.js';

const servers = serverExample('jetstream { store_dir: /data, max_file_store: 8Gi }');
const described = (bytes: string) => `---
apiVersion: v1
kind: ConfigMap
metadata: { name: streams, namespace: nats-system }
data:
  ORDERS.stream.json: '{ "name": "ORDERS", "subjects": ["orders.>"], "max_bytes": ${bytes} }'
`;
const STREAM_FIELDS = (
  'name description subjects retention max_consumers max_msgs max_bytes max_age max_msgs_per_subject max_msg_size discard ' +
  'storage num_replicas no_ack duplicate_window placement mirror sources compression first_seq subject_transform republish ' +
  'allow_direct mirror_direct discard_new_per_subject sealed deny_delete deny_purge allow_rollup_hdrs consumer_limits ' +
  'allow_msg_ttl subject_delete_marker_ttl allow_msg_counter allow_atomic allow_msg_schedules persist_mode allow_batched ' +
  'metadata template_owner'
).split(' ');
/** Nanoseconds below which the server takes no age and no window. */
const LEAST_AGE = 100_000_000;
const LONGEST_NAME = 255;

export default defineRule({
  id: 'nats/stream-descriptions-are-accepted',
  severity: 'error',
  scope: 'object',
  summary: 'The servers accept every stream that a ConfigMap describes, and have the room that it may take.',
  rationale:
    'The command that is given a description that the servers refuse fails, and without the stream every message is lost.',
  source: 'https://docs.nats.io/nats-concepts/jetstream/streams#configuration',
  appliesTo: ['ConfigMap'],
  passes: servers + described('4294967296'),
  fails: servers + described('17179869184'),
  *check(resource, cluster) {
    for (const description of descriptionsIn(resource)) {
      const { config, key, kind, streamByKey, consumerByKey } = description;
      const report = (found: Omit<Fault, 'path'>): Fault => ({ path: at('data', key), ...found });
      if (config === undefined) {
        yield report({
          got: 'no JSON object',
          expected: `a ${kind} as the API of JetStream takes it`,
          fix: 'Correct it.',
        });
        continue;
      }
      const byKey = kind === 'stream' ? streamByKey : consumerByKey;
      const name = stringAt(config, 'name') ?? (kind === 'consumer' ? stringAt(config, 'durable_name') : undefined);
      if (byKey !== undefined && name !== byKey) {
        yield report({
          got: `name ${shown(name)}`,
          expected: `${byKey}, as in the key`,
          fix: 'Use one name for both.',
        });
      } else if (name === undefined || name.length > LONGEST_NAME || !/^[^\s.*>\\/]+$/.test(name)) {
        yield report({
          got: `name ${shown(name)}`,
          expected: 'a name without dots, blanks and wildcards',
          fix: 'Rename it.',
        });
      }
      if (kind !== 'stream') continue;
      for (const found of [...refusals(config), ...excesses(cluster, description, config)]) yield report(found);
    }
  },
});

/** What the servers say of a stream whatever room they have. */
function* refusals(config: JsonObject): Generator<Omit<Fault, 'path'>> {
  const subjects = stringListAt(config, 'subjects');
  const mirror = objectAt(config, 'mirror');
  const sources = valueAt(config, 'sources');
  if (mirror !== undefined && (subjects.length > 0 || sources !== undefined)) {
    yield { got: 'a mirror with subjects or sources', expected: 'a mirror alone', fix: 'Drop one of them.' };
  }
  if (mirror === undefined && subjects.length === 0 && sources === undefined) {
    yield {
      got: 'neither subjects nor a mirror nor sources',
      expected: 'one of them',
      fix: 'Name the subjects: the stream keeps those of its own name alone otherwise.',
    };
  }
  for (const wide of subjects.filter((subject) => /^(\*\.)*>$|^\$JS\.|^\$SYS\.>$|\s/.test(subject) || subject === '')) {
    yield {
      got: `subjects: ${shown(wide)}`,
      expected: 'subjects that are not those of the servers',
      fix: 'Name the subjects of the application: the API of JetStream itself may not be kept.',
    };
  }
  const age = numberAt(config, 'max_age') ?? 0;
  const window = numberAt(config, 'duplicate_window') ?? 0;
  for (const [field, value] of [
    ['max_age', age],
    ['duplicate_window', window],
  ] as const) {
    if (value === 0 || value >= LEAST_AGE) continue;
    yield { got: `${field}: ${value}`, expected: 'nanoseconds, 100 ms or more', fix: 'Correct it.' };
  }
  if (age > 0 && window > age) {
    yield { got: `duplicate_window: ${window}`, expected: `at most max_age, which is ${age}`, fix: 'Lower it.' };
  }
  for (const [field, values] of [
    ['retention', ['limits', 'interest', 'workqueue']],
    ['storage', ['file', 'memory']],
    ['discard', ['old', 'new']],
  ] as const) {
    const value = valueAt(config, field);
    if (value === undefined || values.some((known) => known === value)) continue;
    yield { got: `${field}: ${shown(value)}`, expected: listed(values), fix: 'Correct it.' };
  }
  for (const field of Object.keys(config)) {
    if (STREAM_FIELDS.includes(field)) continue;
    const meant = nearest(field, STREAM_FIELDS);
    if (meant === undefined) continue;
    yield { got: field, expected: meant, fix: `Write ${meant}: what the servers do not know they pass over.` };
  }
}

/** What a stream asks for and no server has. */
function* excesses(
  cluster: ClusterIndex,
  { resource }: Description,
  config: JsonObject,
): Generator<Omit<Fault, 'path'>> {
  const bytes = numberAt(config, 'max_bytes') ?? -1;
  const limit = config['storage'] === 'memory' ? 'max_memory_store' : 'max_file_store';
  const limits = storesFor(cluster, resource).map(({ conf }) => conf?.root.at('jetstream', limit).number);
  const most = Math.max(...limits.map((value) => value ?? Number.POSITIVE_INFINITY));
  if (limits.length === 0 || bytes <= most) return;
  yield {
    got: `max_bytes: ${formatBytes(bytes)}`,
    expected: `at most ${limit} of the servers, which is ${formatBytes(most)}`,
    fix: 'Lower it, or enlarge the store.',
  };
}
