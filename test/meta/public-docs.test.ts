import ts from 'typescript';
import { expect, test } from 'vitest';
import { sourceFiles } from './source-files.js';

interface Prop {
  readonly where: string;
  readonly doc: string;
  /** Docs of the interface that holds it. */
  readonly context: string;
  readonly optional: boolean;
}

const [index] = sourceFiles(['lib/index.ts']);
const publicNames = new Set([...(index?.text ?? '').matchAll(/\b([A-Z][A-Za-z]+)\b/g)].map((match) => match[1]));

/** What a user of the constructs writes: the members of every interface that the public surface exports. */
const exported = new Set(
  [...(index?.text ?? '').matchAll(/from '\.\/([^']+)\.js'/g)].map((match) => `lib/${match[1]}.ts`),
);
const props = sourceFiles(['lib'])
  .filter(({ path }) => exported.has(path))
  .flatMap(({ path, text }): Prop[] => {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const docOf = (node: ts.Node) =>
      ts
        .getJSDocCommentsAndTags(node)
        .map((part) => part.getText())
        .join('\n');
    const found: Prop[] = [];
    source.forEachChild((node) => {
      if (!ts.isInterfaceDeclaration(node) || !publicNames.has(node.name.text)) return;
      for (const member of node.members) {
        if (!ts.isPropertySignature(member)) continue;
        const where = `${path} ${node.name.text}.${member.name.getText()}`;
        found.push({ where, doc: docOf(member), context: docOf(node), optional: member.questionToken !== undefined });
      }
    });
    return found;
  });

test('there are props to look at', () => {
  expect(props.length).toBeGreaterThan(80);
});

test('every prop says what it means', () => {
  expect(props.filter(({ doc }) => doc.length < 12).map(({ where }) => where)).toEqual([]);
});

test('every optional prop states its default', () => {
  expect(props.filter(({ doc, optional }) => optional && !doc.includes('@default')).map(({ where }) => where)).toEqual(
    [],
  );
});

/** Members that stand for something of ours, for which there is no upstream to link to. */
const OWN = new Set([
  ...['cluster', 'name', 'kind', 'hub', 'leaves', 'clients', 'client', 'server', 'secrets', 'of', 'workload', 'user'],
  ...[
    'where',
    'path',
    'effect',
    'got',
    'expected',
    'fix',
    'folder',
    'files',
    'objects',
    'images',
    'problems',
    'account',
    'scrapers',
    'streams',
  ],
]);

test('every prop that configures another program links to its source, by itself or with its neighbours', () => {
  const unsourced = props.filter(
    ({ where, doc, context }) => !/https:\/\//.test(doc + context) && !OWN.has(where.split('.').at(-1) ?? ''),
  );
  expect(unsourced.map(({ where }) => where)).toEqual([]);
});
