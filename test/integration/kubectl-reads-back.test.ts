import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emit } from '../../lib/manifest/emit.js';
import type { JsonObject, ManifestObject } from '../../lib/manifest/object.js';
import { nastyKeys, nastyStrings } from '../fixtures/nasty-scalars.js';

function throughKubectl(object: ManifestObject): ManifestObject {
  // The client decodes with Kubernetes' own YAML reader; `--local` keeps it from asking a server.
  const text = execFileSync(
    'kubectl',
    ['annotate', '--local', '--overwrite', '-f', '-', '-o', 'json', 'read-back=yes'],
    {
      input: emit([object]),
      encoding: 'utf8',
    },
  );
  return JSON.parse(text);
}

describe('kubectl', () => {
  test('reads thousands of strings that resemble numbers, dates and booleans as they were written', () => {
    const resemblance = fc.string({
      unit: fc.constantFrom(...'0123456789abefoxABEFOXynN_+-.:~Tz <=!&*'),
      minLength: 1,
      maxLength: 8,
    });
    const data: JsonObject = {};
    fc.sample(resemblance, 5000).forEach((value, index) => {
      data[`v${index}`] = value;
    });
    expect(
      throughKubectl({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'resemblance' }, data })['data'],
    ).toEqual(data);
  });

  test('reads every nasty string and key as it was written', () => {
    const data: JsonObject = {};
    nastyStrings.forEach((value, index) => {
      data[`v${index}`] = value;
    });
    for (const key of nastyKeys) data[key] = `value of ${key}`;
    const object: ManifestObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'nasty', namespace: 'default', annotations: { 'read-back': 'no' } },
      data,
    };
    const read = throughKubectl(object);
    expect(read['data']).toEqual(data);
    expect(read.metadata.annotations).toEqual({ 'read-back': 'yes' });
  });
});
