import { expect, test } from 'vitest';
import { propsPage } from '../../scripts/generate/props/page.js';
import { interfaces } from './interfaces.js';

const propOf = (name: string, prop: string) =>
  interfaces.find((candidate) => candidate.name === name)?.props.find((candidate) => candidate.name === prop);

test.each([
  ['ClusterProps', 'nodes', 'an integer from 1 to 5000'],
  ['NatsBrokerProps', 'leafnodes', ''],
  ['LeafnodeListenerProps', 'nodePort', 'an integer from 30000 to 32767'],
  [
    'NatsServerProps',
    'namespace',
    'up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends',
  ],
  ['JetStreamProps', 'syncInterval', 'a Duration above zero, such as Duration.seconds(5)'],
  ['ProxyValues', 'ports.admin', 'an integer from 1 to 65535'],
  ['ProxyValues', 'livenessProbe.timeoutSeconds', 'an integer of 1 or more'],
  ['EastWestNodePort', 'nodePort', 'an integer from 30000 to 32767'],
  ['Release', 'weights', 'each value an integer from 0 to 100'],
])('what is accepted for %s.%s is read from its shape', (name, prop, accepted) => {
  expect(propOf(name, prop)?.accepted).toBe(accepted);
});

test('a page has a table for each interface, with links to others', () => {
  const [first] = interfaces.filter(({ name }) => name === 'EastWestNodePort');
  const page = propsPage('fleet', first === undefined ? [] : [first], []);
  expect(page.split('\n').slice(4)).toEqual([
    '## EastWestNodePort',
    '',
    `${first?.meaning} [Source](${first?.sources[0]}). Declared in [lib/write/fleet/east-west.ts](../../lib/write/fleet/east-west.ts).`,
    '',
    '| Option | Type | Accepted | Default | Meaning |',
    '| --- | --- | --- | --- | --- |',
    "| `kind` | `'NodePort'` |  | required | The type of the gateway's Service. |",
    '| `nodePort` | `number` | an integer from 30000 to 32767 | required | Port of each node, 30000 to 32767. |',
    '',
  ]);
});
