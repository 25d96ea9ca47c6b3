import { describe, expect, test } from 'vitest';
import { onContainer } from './pod-findings.js';

describe('resources', () => {
  const place = 'schema/value-not-allowed spec.containers[0].resources';
  const KNOWN = 'cpu, memory, ephemeral-storage, hugepages-<size>, or a name with a domain';

  test.each([
    ['limits: { cpus: 1 }', `limits.cpus: the resource "cpus" -> ${KNOWN}`],
    ['requests: { pods: 1 }', `requests.pods: the resource "pods" -> ${KNOWN}`],
    [
      'limits: { example.com/a/b: 1 }',
      'limits["example.com/a/b"]: the resource "example.com/a/b" -> an optional DNS name and /, then at most 63 letters, digits, -, _ and ., with a letter or digit at both ends',
    ],
    ['requests: { memory: -1Gi }', 'requests.memory: "-1Gi" -> at least 0'],
  ])('fail with %s', async (fields, found) => {
    expect(await onContainer(`resources: { ${fields} }`)).toEqual([`${place}.${found}`]);
  });

  test('may be huge pages and those of a vendor', async () => {
    expect(
      await onContainer(
        'resources: { limits: { cpu: 0, hugepages-2Mi: 2Mi, example.com/gpu: 1, ephemeral-storage: 1Gi } }',
      ),
    ).toEqual([]);
  });
});
