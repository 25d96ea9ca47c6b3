import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import { confsOf } from '../../../../lib/judge/model/nats/confs.js';
import { serverExample } from '../../../../lib/judge/policy/examples/nats.js';
import { clusterFrom } from '../../../support/rule-tester.js';

function confsIn(yaml: string) {
  return confsOf(new ClusterIndex(clusterFrom(yaml)));
}

function configMap(data: Readonly<Record<string, string>>): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: b }\ndata: ${JSON.stringify(data)}\n`;
}

describe('confsOf', () => {
  test.each([
    [{ 'nats.conf': 'anything { at: all }' }, ['nats.conf']],
    [{ 'nats-server.conf': 'port: "' }, ['nats-server.conf']],
    [{ 'hub.conf': 'port: 4222' }, ['hub.conf']],
    [{ 'nginx.conf': 'server { listen 80; }' }, []],
    [{ 'redis.conf': 'port 6379\nappendonly yes' }, []],
    [{ 'broken.conf': 'port: "' }, []],
    [{ 'empty.conf': '' }, []],
    [{ notes: 'port: 4222' }, []],
  ])('finds in %j the keys %j', (data, keys) => {
    expect(confsIn(configMap(data)).map(({ key }) => key)).toEqual(keys);
  });

  test('finds what a server reads with the server, and no other key of its ConfigMap', () => {
    const found = confsIn(serverExample('port: 4222\n  more.conf: |\n    http_port: 8222'));
    expect(found.map(({ key, server }) => [key, server?.container.name])).toEqual([['nats.conf', 'nats']]);
  });

  test('knows nothing of what a part leaves out', () => {
    const [whole] = confsIn(configMap({ 'hub.conf': 'port: 4222' }));
    const [part] = confsIn(configMap({ 'users.conf': 'authorization { user: a }' }));
    expect(whole?.root.at('jetstream').absent).toBe(true);
    expect(part?.root.at('jetstream').unknown).toBe(true);
    expect(part?.root.at('authorization', 'password').absent).toBe(true);
  });

  test('reads the includes of its own ConfigMap', () => {
    const [found] = confsIn(configMap({ 'nats.conf': 'include ./more.txt', 'more.txt': 'port: 1' }));
    expect(found?.root.at('port').number).toBe(1);
  });
});
