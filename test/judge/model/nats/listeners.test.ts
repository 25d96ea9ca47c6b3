import { describe, expect, test } from 'vitest';
import { acceptsLeaves, listenersOf } from '../../../../lib/judge/model/nats/listeners.js';
import { root } from './conf.js';

function portsOf(text: string): string[] {
  return listenersOf(root(text)).map(({ kind, port }) => `${kind} ${port}`);
}

describe('listenersOf', () => {
  test('finds every port, however it is written', () => {
    const text = `
listen: "0.0.0.0:4223"
http: 8222
https_port: 8443
prof_port: 65432
cluster { listen: "[::]:6222" }
leaf { port: 7422 }
gateway { port: 7222 }
websocket { port: 8080 }
mqtt { port: 1883 }`;
    expect(portsOf(text)).toEqual([
      'client 4223',
      'monitoring 8222',
      'monitoring 8443',
      'profiling 65432',
      'cluster 6222',
      'leafnodes 7422',
      'gateway 7222',
      'websocket 8080',
      'mqtt 1883',
    ]);
  });

  test('counts the default client port, unless another may be set', () => {
    expect(portsOf('http_port: 8222')).toEqual(['client 4222', 'monitoring 8222']);
    expect(portsOf('include a.conf')).toEqual([]);
    expect(portsOf('port: $PORT')).toEqual([]);
  });

  test('leaves listeners out that are off', () => {
    expect(portsOf('port: -1\ncluster { port: 0 }')).toEqual([]);
  });
});

describe('acceptsLeaves', () => {
  test.each([
    ['leafnodes { port: 7422 }', true],
    ['leafnodes { listen: "0.0.0.0:7422" }', true],
    ['leafnodes { remotes: [] }', false],
    ['port: 4222', false],
  ])('%s: %s', (text, expected) => {
    expect(acceptsLeaves(root(text))).toBe(expected);
  });
});
