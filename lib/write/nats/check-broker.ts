import type { Diagnostic } from '../../diagnostic.js';
import { within } from '../../input/place.js';
import { clientNodePortFaults } from './broker-props.js';
import { brokerLabel, type NatsBrokerSettings } from './broker-settings.js';
import { checkSubjects, type NatsPublisher } from './check-subjects.js';
import { DEFAULT_ACCOUNT } from './client.js';
import { checkServerSettings, type NatsServerSettings } from './server-settings.js';
import { checkStreams } from './stream.js';
import { STREAMS_USER } from './streams-job.js';

/** Problems in a broker that its own props show. */
export function checkBroker({ settings, leafnodes, clientNodePort, streams }: NatsBrokerSettings): Diagnostic[] {
  const where = brokerLabel(settings);
  const problems = checkServerSettings(where, settings);
  if (leafnodes !== undefined) {
    if (leafnodes.leaves.length === 0) {
      problems.push({
        where,
        path: 'leafnodes.leaves',
        got: 'an empty list',
        expected: 'at least one leaf cluster',
        fix: 'Name the clusters that may link, or remove leafnodes.',
      });
    }
    const names = leafnodes.leaves.map((leaf) => leaf.cluster.name);
    for (const leaf of new Set(names.filter((candidate, index) => names.indexOf(candidate) !== index))) {
      problems.push({
        where,
        path: 'leafnodes.leaves',
        got: `the cluster '${leaf}' twice`,
        expected: 'each leaf cluster once',
        fix: 'Remove one of the two.',
      });
    }
  }
  if (clientNodePort !== undefined) {
    problems.push(...within({ where, path: 'clientNodePort' }, clientNodePortFaults(clientNodePort)));
    if (clientNodePort.nodePort === leafnodes?.nodePort) {
      problems.push({
        where,
        path: 'clientNodePort.nodePort',
        got: `${clientNodePort.nodePort}, the port of the leafnode listener`,
        expected: 'a different port',
        fix: 'Choose another.',
      });
    }
  }
  problems.push(
    ...checkStreams(where, streams, settings),
    ...checkSubjects(where, streams, publishers(settings, leafnodes)),
  );
  return problems;
}

/** Clients and leaves that may publish to the broker's streams; none if there are no clients yet, so that a broker can be set up first. */
function publishers({ clients }: NatsServerSettings, leafnodes: NatsBrokerSettings['leafnodes']): NatsPublisher[] {
  const own = clients.filter(({ user }) => user !== STREAMS_USER);
  if (own.length === 0) return [];
  return [...own, ...(leafnodes?.leaves ?? [])].filter(({ account = DEFAULT_ACCOUNT }) => account === DEFAULT_ACCOUNT);
}
