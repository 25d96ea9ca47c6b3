import { describe, expect, test } from 'vitest';
import { findingsOn } from '../objects.js';

const names = { kind: 'Zebra', plural: 'zebras', singular: 'zebra', listKind: 'ZebraList' };
const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } };
const spec = { group: 'example.com', scope: 'Namespaced', names, versions: [version] };

/** What is found on a definition with those fields, each up to its fix. */
async function onDefinition(fields: object, name = 'zebras.example.com'): Promise<string[]> {
  const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name } };
  const found = await findingsOn(JSON.stringify({ ...definition, spec: { ...spec, ...fields } }));
  return found.map((line) => line.split(' | ')[0] ?? '');
}

const LABEL = 'at most 63 of a-z, 0-9 and -, with a letter first and a letter or digit last';

describe('definitions of custom resources', () => {
  test.each([
    [{ scope: 'Cluster' }],
    [{ names: { ...names, singular: '', listKind: '', shortNames: ['zb'], categories: ['all'] } }],
    [
      {
        versions: [
          { ...version, storage: false },
          { ...version, name: 'v2' },
        ],
      },
    ],
    [{ versions: [{ ...version, deprecated: true, deprecationWarning: 'a'.repeat(256) }] }],
  ])('are in order with %j', async (fields) => expect(await onDefinition(fields)).toEqual([]));

  test.each([
    [{ scope: 'Global' }, 'value-not-allowed spec.scope: "Global" -> one of Cluster, Namespaced'],
    [{ names: { ...names, singular: 'a.b' } }, `invalid-name spec.names.singular: "a.b" -> ${LABEL}`],
    [{ names: { ...names, shortNames: [''] } }, `invalid-name spec.names.shortNames[0]: "" -> ${LABEL}`],
    [{ names: { ...names, categories: ['A'] } }, `invalid-name spec.names.categories[0]: "A" -> ${LABEL}`],
    [{ names: { ...names, kind: 'Ze bra' } }, `invalid-name spec.names.kind: "Ze bra" -> ${LABEL}`],
    [{ names: { ...names, listKind: '1' } }, `invalid-name spec.names.listKind: "1" -> ${LABEL}`],
    [
      { names: { ...names, listKind: 'Zebra' } },
      'value-not-allowed spec.names.listKind: "Zebra" -> another name than kind',
    ],
    [{ versions: [{ ...version, name: 'V1' }] }, `invalid-name spec.versions[0].name: "V1" -> ${LABEL}`],
    [
      { versions: [version, { ...version, storage: false }] },
      'duplicate-key spec.versions[1].name: "v1" again -> a name that spec.versions[0] does not have',
    ],
    [
      { versions: [version, { ...version, name: 'v2' }] },
      'value-not-allowed spec.versions: 2 versions with storage: true -> one version with storage: true',
    ],
    [
      { versions: [{ ...version, storage: false }] },
      'value-not-allowed spec.versions: 0 versions with storage: true -> one version with storage: true',
    ],
    [
      { versions: [{ ...version, deprecationWarning: 'a' }] },
      'value-not-allowed spec.versions[0].deprecationWarning: "a" -> nothing, because the version is not deprecated',
    ],
    [
      { versions: [{ ...version, deprecated: true, deprecationWarning: '' }] },
      'value-not-allowed spec.versions[0].deprecationWarning: "" -> 1 to 256 characters',
    ],
  ])('fail with %j', async (fields, found) => expect(await onDefinition(fields)).toEqual([`schema/${found}`]));

  test('have the name that their plural and group make', async () => {
    const expected = '"zebras.example.com", the plural and the group';
    expect(await onDefinition({}, 'zebra.example.com')).toEqual([
      `schema/invalid-name metadata.name: "zebra.example.com" -> ${expected}`,
    ]);
    expect(await onDefinition({ names: { ...names, plural: 'Zebras' } }, 'Zebras.example.com')).toContain(
      `schema/invalid-name spec.names.plural: "Zebras" -> ${LABEL}`,
    );
  });

  test('have a group with a dot', async () => {
    expect(await onDefinition({ group: 'example' }, 'zebras.example')).toEqual([
      'schema/invalid-name spec.group: "example" -> a DNS name with a dot',
    ]);
  });

  test('have a version', async () => {
    expect(await onDefinition({ versions: [] })).toEqual([
      'schema/unusable-definition spec.versions: nothing -> a list of versions',
    ]);
  });
});
