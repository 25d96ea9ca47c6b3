import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import { envValueOf, natsServersOf } from '../../../../lib/judge/model/nats/server.js';
import { serverExample } from '../../../../lib/judge/policy/examples/nats.js';
import { clusterFrom } from '../../../support/rule-tester.js';

const configMaps = `
apiVersion: v1
kind: ConfigMap
metadata: { name: config, namespace: nats-system }
data: { nats.conf: "port: 1\\ninclude ../auth/auth.conf\\ninclude more.conf", more.conf: "http_port: 2", other.conf: "port: 3" }
---
`;

function pod(container: string, volume = 'configMap: { name: config }', mount = 'mountPath: /etc/nats-config'): string {
  return `${configMaps}apiVersion: v1
kind: Pod
metadata: { name: nats, namespace: nats-system }
spec:
  containers: [{ name: nats, ${container}, volumeMounts: [{ name: config, ${mount} }] }]
  volumes: [{ name: config, ${volume} }]
`;
}

function serversOf(yaml: string) {
  return natsServersOf(new ClusterIndex(clusterFrom(yaml)));
}

function portOf(yaml: string): number | undefined {
  return serversOf(yaml)[0]?.conf?.root.at('port').number;
}

describe('natsServersOf', () => {
  test.each([
    ['the official image', 'image: nats:2.14.2'],
    ['a mirror of it', 'image: registry.example.org:5000/library/nats:2.14.2-alpine'],
    ['a command', 'image: example.org/messaging:1, command: [/usr/local/bin/nats-server]'],
    ['a command of the shell', 'image: example.org/messaging:1, command: [sh, -c, "exec nats-server -c /etc/a"]'],
    ['a command in arguments', 'image: example.org/messaging:1, args: [nats-server, -js]'],
  ])('finds %s', (_, container) => {
    expect(serversOf(pod(container))).toHaveLength(1);
  });

  test.each([
    ['tools', 'image: natsio/nats-box:0.19.7'],
    ['the reloader', 'image: natsio/nats-server-config-reloader:0.23.0'],
    ['the exporter', 'image: natsio/prometheus-nats-exporter:0.20.1'],
    ['another command of the image', 'image: nats:2.14.2, command: [sleep, "9"]'],
  ])('leaves %s alone', (_, container) => {
    expect(serversOf(pod(container))).toEqual([]);
  });

  test.each([
    ['image: nats:2.14.2-alpine', '2.14.2'],
    ['image: nats:v2.14.2', '2.14.2'],
    ['image: "nats:2.14"', '2.14'],
    [`image: "nats:2.14.2@sha256:${'0'.repeat(64)}"`, '2.14.2'],
    ['image: nats:alpine', undefined],
    ['image: localhost:5000/nats', undefined],
  ])('reads the release of %s', (container, release) => {
    expect(serversOf(pod(container))[0]?.release).toBe(release);
  });

  test.each([
    ['--config', 'args: [--config, /etc/nats-config/nats.conf]'],
    ['-c', 'args: [-js, -c, /etc/nats-config/nats.conf]'],
    ['--config=', 'args: ["--config=/etc/nats-config/nats.conf"]'],
    ['-c=', 'args: ["-c=/etc/nats-config/nats.conf"]'],
    ['a command', 'command: [nats-server, -config, /etc/nats-config/nats.conf]'],
    ['the shell', 'command: [sh, -c, "exec nats-server -c /etc/nats-config/nats.conf"]'],
  ])('follows %s to the ConfigMap', (_, container) => {
    expect(portOf(pod(`image: nats:2.14.2, ${container}`))).toBe(1);
  });

  test('looks where the image looks when it is given no arguments', () => {
    const mount = 'mountPath: /etc/nats/nats-server.conf, subPath: nats.conf';
    expect(portOf(pod('image: nats:2.14.2', undefined, mount))).toBe(1);
    expect(serversOf(pod('image: nats:2.14.2, args: [-js]', undefined, mount))[0]?.configPath).toBeUndefined();
  });

  test.each([
    ['items', 'configMap: { name: config, items: [{ key: other.conf, path: nats.conf }] }', 3],
    ['items that leave it out', 'configMap: { name: config, items: [{ key: other.conf, path: a }] }', undefined],
    ['a projected volume', 'projected: { sources: [{ secret: { name: a } }, { configMap: { name: config } }] }', 1],
    ['a Secret', 'secret: { secretName: a }', undefined],
    ['a ConfigMap that is not known', 'configMap: { name: elsewhere }', undefined],
  ])('reads what %s shows', (_, volume, port) => {
    const args = 'args: [-c, /etc/nats-config/nats.conf]';
    expect(portOf(pod(`image: nats:2.14.2, ${args}`, volume))).toBe(port);
  });

  test('reads includes that are mounted, and knows which are not', () => {
    const [server] = serversOf(pod('image: nats:2.14.2, args: [-c, /etc/nats-config/nats.conf]'));
    expect(server?.conf?.root.at('http_port').number).toBe(2);
    expect(server?.conf?.parsed.includes.map(({ path, known }) => [path, known])).toEqual([
      ['../auth/auth.conf', false],
      ['more.conf', true],
    ]);
    expect(server?.conf?.root.at('accounts').unknown).toBe(true);
  });
});

describe('envValueOf', () => {
  const read = (env: string) => {
    const [server] = serversOf(serverExample('port: 1', { container: [`env: ${env}`] }));
    return server && envValueOf(server.container, 'NAME');
  };

  test.each([
    ['[{ name: NAME, value: a }]', { kind: 'literal', text: 'a' }],
    ['[{ name: NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]', { kind: 'podName', prefix: '' }],
    ['[{ name: NAME, valueFrom: { secretKeyRef: { name: a, key: b } } }]', { kind: 'unknown' }],
    ['[{ name: A, value: a }, { name: NAME, value: hub-$(A) }]', { kind: 'literal', text: 'hub-a' }],
    [
      '[{ name: A, valueFrom: { fieldRef: { fieldPath: metadata.name } } }, { name: NAME, value: hub-$(A) }]',
      { kind: 'podName', prefix: 'hub-' },
    ],
    ['[{ name: NAME, value: $(NAME) }]', { kind: 'unknown' }],
    ['[{ name: NAME, value: a-$(A)-$(B) }]', { kind: 'unknown' }],
    ['[{ name: NAME, value: a }, { name: NAME, value: b }]', { kind: 'literal', text: 'b' }],
    ['[]', undefined],
  ])('reads %s', (env, expected) => {
    expect(read(env)).toEqual(expected);
  });
});

describe('an include of a Secret', () => {
  const secret = (conf: string, more: { readonly container?: readonly string[] } = {}) =>
    serversOf(
      serverExample(conf, {
        ...more,
        volumes: ['{ name: auth, secret: { secretName: nats-auth } }'],
        mounts: ['{ name: auth, mountPath: /etc/nats-auth }'],
      }),
    )[0]?.conf?.root.at('max_payload');
  const include = 'include ../nats-auth/auth.conf\n';

  test('is assumed to define variables only where it must define some', () => {
    const node = secret(`${include}authorization { user: a, password: $A }`);
    expect(node?.absent).toBe(true);
    expect(node?.shown).toBe('nothing, assuming that ../nats-auth/auth.conf defines only variables');
  });

  test.each([
    ['the text needs none', `${include}port: 4222`, {}],
    ['the environment has all', `${include}server_name: $A`, { container: ['env: [{ name: A, value: b }]'] }],
    [
      'the environment is not known',
      `${include}server_name: $A`,
      { container: ['envFrom: [{ secretRef: { name: a } }]'] },
    ],
    ['there are two', `${include}include ../nats-auth/more.conf\nserver_name: $A`, {}],
    ['it is no Secret', 'include ../other/auth.conf\nserver_name: $A', {}],
    [
      'it fills a block',
      'authorization {\n include ../nats-auth/auth.conf\n}\ninclude ../nats-auth/a.conf\nserver_name: $A',
      {},
    ],
  ])('may hold anything where %s', (_, conf, more) => {
    expect(secret(conf, more)?.unknown).toBe(true);
  });
});
