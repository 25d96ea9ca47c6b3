import { describe, expect, test } from 'vitest';
import { onContainer } from './pod-findings.js';

describe('probes', () => {
  const probe = 'livenessProbe: { tcpSocket: { port: 1 },';

  test('fails one without a handler, with two, or with a command of nothing', async () => {
    const list = 'exec, grpc, httpGet, tcpSocket';
    expect(await onContainer('livenessProbe: {}')).toEqual([
      `schema/value-not-allowed spec.containers[0].livenessProbe: a mapping with none of them -> exactly one of ${list}`,
    ]);
    expect(await onContainer(`${probe} exec: { command: [a] } }`)).toEqual([
      `schema/value-not-allowed spec.containers[0].livenessProbe: a mapping with exec and tcpSocket -> exactly one of ${list}`,
    ]);
    expect(await onContainer('startupProbe: { exec: { command: [] } }')).toEqual([
      'schema/missing-field spec.containers[0].startupProbe.exec.command: nothing -> the command to run',
    ]);
  });

  test.each([
    ['periodSeconds: 0', '0, which the API server replaces with 10 -> at least 1'],
    ['failureThreshold: 0', '0, which the API server replaces with 3 -> at least 1'],
    ['timeoutSeconds: -1', '-1 -> at least 1'],
    ['initialDelaySeconds: -1', '-1 -> at least 0'],
    ['successThreshold: 2', '2 -> 1, for a livenessProbe'],
    ['terminationGracePeriodSeconds: 0', '0 -> at least 1'],
  ])('fails %s', async (field, found) => {
    const [name] = field.split(':');
    expect(await onContainer(`${probe} ${field} }`)).toEqual([
      `schema/value-not-allowed spec.containers[0].livenessProbe.${name}: ${found}`,
    ]);
  });

  test('fails a port that is none, and a grace period of a readiness probe', async () => {
    const found = await onContainer(
      'livenessProbe: { httpGet: { port: 0, httpHeaders: [{ name: "a b", value: c }] } }, readinessProbe: { tcpSocket: { port: No_Port }, terminationGracePeriodSeconds: 1 }',
    );
    expect(found.map((line) => line.split(':')[0])).toEqual([
      'schema/value-not-allowed spec.containers[0].livenessProbe.httpGet.httpHeaders[0].name',
      'schema/value-not-allowed spec.containers[0].livenessProbe.httpGet.port',
      'schema/invalid-name spec.containers[0].readinessProbe.tcpSocket.port',
      'schema/value-not-allowed spec.containers[0].readinessProbe.terminationGracePeriodSeconds',
    ]);
  });

  test('fails a port without a name, and a number in quotes, which is no name', async () => {
    const port = (text: string) => onContainer(`livenessProbe: { httpGet: { port: ${text} } }`);
    expect(await port("''")).toEqual([
      'schema/missing-field spec.containers[0].livenessProbe.httpGet.port: nothing -> the number or the name of the port',
    ]);
    expect((await port('"8080"'))[0]).toContain(
      'schema/invalid-name spec.containers[0].livenessProbe.httpGet.port: "8080"',
    );
  });

  test('accepts the least numbers, named ports and readiness that has to last', async () => {
    expect(
      await onContainer(
        `${probe} initialDelaySeconds: 0, periodSeconds: 1, failureThreshold: 1 }, readinessProbe: { httpGet: { port: http, path: / }, successThreshold: 2 }`,
      ),
    ).toEqual([]);
  });
});
