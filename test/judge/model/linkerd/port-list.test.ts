import { describe, expect, test } from 'vitest';
import { opaqueToPolicy } from '../../../../lib/judge/model/linkerd/inbound-ports.js';
import { includesPort, parsePortList } from '../../../../lib/judge/model/linkerd/port-list.js';

describe('parsePortList', () => {
  test('reads ports and ranges, with spaces and a comma at the end', () =>
    expect(parsePortList('4222, 6222 - 6224,')).toEqual({
      ranges: [
        { first: 4222, last: 4222 },
        { first: 6222, last: 6224 },
      ],
      faults: [],
    }));
  test('reads the first and the last port', () => expect(parsePortList('1,65535').faults).toEqual([]));
  test('names what is neither port nor range', () =>
    expect(parsePortList('0,65536,2-1,client,1-,-1,8080').faults).toEqual(['0', '65536', '2-1', 'client', '1-', '-1']));
});

describe('includesPort', () => {
  const list = parsePortList('6222-6224');
  test.each([
    [6221, false],
    [6222, true],
    [6224, true],
    [6225, false],
  ])('%i: %s', (port, included) => expect(includesPort(list, port)).toBe(included));
});

describe('opaqueToPolicy', () => {
  test('is the whole list', () => expect(opaqueToPolicy('4222').ranges).toHaveLength(1));
  test('is nothing where one item is unreadable', () => expect(opaqueToPolicy('4222,client').ranges).toEqual([]));
  test('is nothing where there is no annotation', () => expect(opaqueToPolicy(undefined).ranges).toEqual([]));
});
