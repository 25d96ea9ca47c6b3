import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../lib/judge/model/cluster-index.js';
import { serverExample } from '../../../lib/judge/policy/examples/nats.js';
import {
  clusteredServers,
  hubConfs,
  leafRemotes,
  linkedConfs,
  readServers,
  streamConfs,
  streamServers,
} from '../../../lib/judge/policy/nats-targets.js';
import { isNotJudged, type NotJudged } from '../../../lib/judge/policy/outcome.js';
import type { Resource } from '../../../lib/manifest/resource.js';
import { clusterFrom } from '../../support/rule-tester.js';

type About = (resource: Resource, cluster: ClusterIndex) => Iterable<object | NotJudged>;

/** For each target `target`, or why it is not known. */
function targets(about: About, yaml: string): string[] {
  const cluster = new ClusterIndex(clusterFrom(yaml));
  return cluster.resources
    .flatMap((resource) => [...about(resource, cluster)])
    .map((target) => (isNotJudged(target) ? target.notJudged : 'target'));
}

const INCLUDE = 'include ../more/more.conf\n';
const MAY = (path: string) => `${path} may be set in ../more/more.conf, which is not among the files`;

describe('readServers', () => {
  test('tells a server whose configuration is elsewhere from one that is given none', () => {
    const server = serverExample('port: 4222');
    expect(targets(readServers, server)).toEqual(['target']);
    expect(targets(readServers, server.replaceAll('name: nats-config }', 'name: other }'))).toEqual([
      '/etc/nats-config/nats.conf of container nats is not in a ConfigMap among the files',
    ]);
    expect(targets(readServers, server.replace('--config, /etc/nats-config/nats.conf', '-js'))).toEqual([
      'container nats has no configuration file, and its flags are not read',
    ]);
  });
});

describe.each<[string, About, string, string, string]>([
  ['streamServers', streamServers, 'jetstream', 'jetstream: enabled', 'jetstream: disabled'],
  ['streamConfs', streamConfs, 'jetstream', 'jetstream { domain: a }', 'jetstream: $JETSTREAM'],
  ['clusteredServers', clusteredServers, 'cluster', 'cluster { port: 6222 }', ''],
  ['linkedConfs', linkedConfs, 'leafnodes', 'leafnodes { remotes: [] }', ''],
  ['hubConfs', hubConfs, 'leafnodes', 'leafnodes { port: 7422 }', 'leafnodes { remotes: [] }'],
  ['leafRemotes', leafRemotes, 'leafnodes.remotes', 'leafnodes { remotes: [ { url: a } ] }', 'leafnodes { port: 1 }'],
])('%s', (_, about, field, has, hasNot) => {
  test('has a target where the configuration says so', () => {
    expect(targets(about, serverExample(has))).toEqual(['target']);
    expect(targets(about, serverExample(INCLUDE + has))).toEqual(['target']);
  });

  test('has none where the configuration says nothing of it', () => {
    expect(targets(about, serverExample('port: 4222'))).toEqual([]);
  });

  test('has a reason where an include may say so', () => {
    expect(targets(about, serverExample(`${INCLUDE}port: 4222`))).toEqual([MAY(field)]);
  });

  test('has no target where it is off', () => {
    const reason = /\$\w+/.exec(hasNot)?.[0];
    const expected = reason === undefined ? [] : [`${field} is ${reason}, whose value is not known`];
    expect(targets(about, serverExample(`port: 4222\n${hasNot}`))).toEqual(expected);
  });
});

test('leaves to the including file what a part of a configuration leaves out', () => {
  const part = `apiVersion: v1
kind: ConfigMap
metadata: { name: users, namespace: nats-system }
data: { users.conf: "authorization { user: a }" }
`;
  for (const about of [streamConfs, linkedConfs, hubConfs, leafRemotes]) expect(targets(about, part)).toEqual([]);
});

test('does not know single remotes and ports that are variables', () => {
  expect(targets(leafRemotes, serverExample('leafnodes { remotes: [ $HUB, { url: a } ] }'))).toEqual([
    'leafnodes.remotes[0] is $HUB, whose value is not known',
    'target',
  ]);
  expect(targets(hubConfs, serverExample('leafnodes { port: $PORT }'))).toEqual([
    'leafnodes.port is $PORT, whose value is not known',
  ]);
});
