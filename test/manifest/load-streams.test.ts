import { describe, expect, test } from 'vitest';
import { duplicateNotes, parseManifests } from '../../lib/manifest/load.js';
import { locatorOf } from '../../lib/manifest/locate.js';

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

const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;
const parsed = (text: string) => {
  const { resources, notes } = parseManifests(text, '-');
  return {
    objects: resources.map(({ object, document }) => `${object.metadata.name} ${document}`),
    notes: notes.map(({ kind, level, line, message }) => `${level} ${kind} ${line} ${message}`),
  };
};

const WARNING = 'a warning. Keep standard error out of the stream: remove `2>&1`';
const NOTES =
  "the notes of a chart, which helm prints after 'NOTES:'. Pipe `helm template` or `helm get manifest`, which print none";

describe('text that helm and kubectl print beside YAML', () => {
  test.each([
    [
      'before a document',
      `WARNING: this chart is deprecated\n---\n${map('a')}`,
      ['a 1'],
      `1 is not an object but ${WARNING}`,
    ],
    [
      'before a document, not YAML',
      `WARNING: insecure. Location: /k\n---\n${map('a')}`,
      ['a 0'],
      `1 is not YAML but ${WARNING}`,
    ],
    [
      'before the first field',
      `---\n# c\nWarning: v1 is deprecated\n${map('a')}`,
      ['a 0'],
      `3 is not YAML but ${WARNING}`,
    ],
    ['of a logger', `coalesce.go:286: warning: x\n${map('a')}`, ['a 0'], `1 is not YAML but ${WARNING}`],
    ['of klog', `${map('a')}---\nW1201 04:03:29.1 1 warnings.go:70] x\n`, ['a 0'], `5 is not an object but ${WARNING}`],
    [
      'after the last field',
      `${map('a')}NOTES:\n1. Run these commands:\n  x: y: z\n---\n${map('b')}`,
      ['a 0', 'b 1'],
      `4 is not YAML but ${NOTES}`,
    ],
    [
      'of an error',
      `${map('a')}---\nError: template: web: nil: pointer\n`,
      ['a 0'],
      '5 is not YAML but an error message. Correct what it says about the command that prints the YAML',
    ],
  ])('%s is named with its line, and the rest is read', (_name, text, objects, note) => {
    for (const given of [text, text.replaceAll('\n', '\r\n')])
      expect(parsed(given)).toEqual({ objects, notes: [`error printed-text ${note}`] });
  });

  test('of helm install --dry-run is named once for the release and once for its notes', () => {
    const release = 'NAME: web\nLAST DEPLOYED: Tue Dec  1 04:03:29 2026\nSTATUS: pending-install\nHOOKS:\n';
    const text = `${release}---\n${map('hook')}MANIFEST:\n---\n${map('a')}\nNOTES:\nVisit: http://a: b\n`;
    expect(parsed(text)).toEqual({
      objects: ['hook 1', 'a 2'],
      notes: [
        `error printed-text 15 is not YAML but ${NOTES}`,
        'error printed-text 1 is not an object but what helm prints about a release. Pipe `helm template` or `helm get manifest`, which print only YAML',
      ],
    });
    const hook = parseManifests(text, '-').resources[0]?.object ?? {};
    expect(Object.keys(hook)).toEqual(['apiVersion', 'kind', 'metadata']);
  });

  test('of kubectl get without -o yaml is named', () => {
    expect(parsed('NAMESPACE   NAME   READY   STATUS\nshop        web    1/1     Running\n')).toEqual({
      objects: [],
      notes: ['information printed-text 1 is not an object but a table of kubectl. Add `-o yaml` to `kubectl get`'],
    });
  });

  test('is text where it is a value, and a field where it is no object', () => {
    const script = `${map('a')}data:\n  run: |\n    Error: none\n    NOTES:\n`;
    expect(parsed(script)).toEqual({ objects: ['a 0'], notes: [] });
    expect(parsed('NOTES:\n  text: a\n').notes).toEqual([
      'information not-kubernetes undefined is not a Kubernetes object: it lacks apiVersion and kind',
    ]);
  });
});

describe('a document that is not YAML', () => {
  test('is named with its line, without its text, and the others are read', () => {
    const text = `${map('a')}---\npassword: [secret\n---\n${map('b')}`;
    expect(parsed(text)).toEqual({
      objects: ['a 0', 'b 2'],
      notes: ['error invalid-yaml 6 is not valid YAML: deficient indentation'],
    });
  });

  test('leaves the places of the others as they are', () => {
    const text = `Warning: x\n${map('a')}---\nfoo: [\n---\n${map('b')}`;
    const { resources } = parseManifests(text, '-');
    const locate = locatorOf(text);
    expect(resources.map((resource) => locate(resource, 'metadata.name'))).toEqual([
      { line: 4, column: 13 },
      { line: 10, column: 13 },
    ]);
  });
});

test('a byte order mark at the beginning of a text or of a document is no part of a key', () => {
  const mark = '\uFEFF';
  expect(parsed(`${mark}${map('a')}---\n${mark}${map('b')}${mark}---\n${map('c')}`)).toEqual({
    objects: ['a 0', 'b 1', 'c 2'],
    notes: [],
  });
});
