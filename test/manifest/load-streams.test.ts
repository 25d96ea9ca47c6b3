import { describe, expect, test } from 'vitest';
import { duplicateNotes, parseManifests } from '../../lib/manifest/load.js';

const job = 'apiVersion: batch/v1\nkind: Job\nmetadata: { generateName: migrate-, namespace: apps }\n';

describe('an object with a generateName', () => {
  test('is read with a name like those that the server makes', () => {
    const { resources, notes } = parseManifests(job, 'a.yaml');
    expect(notes).toEqual([]);
    expect(resources.map(({ object }) => object.metadata.name)).toEqual(['migrate-xxxxx']);
  });

  test('keeps the name that the server gave it', () => {
    const live = job.replace('generateName: migrate-', 'generateName: migrate-, name: migrate-x7k2p');
    expect(parseManifests(live, 'a.yaml').resources[0]?.object.metadata.name).toBe('migrate-x7k2p');
  });

  test('is no duplicate of another with the same', () => {
    const { resources } = parseManifests(`${job}---\n${job}`, 'a.yaml');
    expect(resources).toHaveLength(2);
    expect(duplicateNotes({ name: 'hub', resources })).toEqual([]);
  });

  test('is refused where the generateName is empty', () => {
    const empty = job.replace('migrate-', '""');
    expect(parseManifests(empty, 'a.yaml').notes.map(({ kind }) => kind)).toEqual(['no-name']);
  });
});

test('the output of helm template is read: its comments, empty documents and Windows line ends', () => {
  const text = `---\n# Source: shop/templates/a.yaml\n${job}---\n# Source: shop/templates/empty.yaml\n---\n# Source: shop/templates/b.yaml\n${job}`;
  const { resources, notes } = parseManifests(text.replaceAll('\n', '\r\n'), '-');
  expect(notes).toEqual([]);
  expect(resources.map(({ document }) => document)).toEqual([0, 2]);
});
