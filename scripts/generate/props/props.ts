import { posix } from 'node:path';
import ts from 'typescript';
import { type AcceptedValues, acceptedValues } from './shapes.js';
import { readSources, type Sources } from './sources.js';

/** A member of an interface that the public surface exports. */
export interface Prop {
  readonly name: string;
  /** As TypeScript has it. */
  readonly type: string;
  readonly optional: boolean;
  /** Its description, without tags. */
  readonly meaning: string;
  /** What is accepted, in addition to its type; empty if the type is enough. */
  readonly accepted: string;
  /** Undefined if none is stated. */
  readonly standard: string | undefined;
  readonly sources: readonly string[];
}

/** An interface that the public surface exports. */
export interface PublicInterface {
  readonly name: string;
  /** The file that declares it. */
  readonly path: string;
  readonly meaning: string;
  readonly sources: readonly string[];
  /** Interfaces that it extends. */
  readonly extends: readonly string[];
  readonly props: readonly Prop[];
}

const INDEX = 'lib/index.ts';
/** Places of the interfaces and shapes that users write. */
const PLACES = [INDEX, 'lib/diagnostic.ts', 'lib/input', 'lib/write'];

/** Shapes of the charts' values, which are declared separately from the interfaces. */
const VALUE_SHAPES: Readonly<Record<string, readonly [table: string, path: string]>> = {
  LinkerdValues: ['LINKERD_VALUE_SHAPES', ''],
  ProxyValues: ['LINKERD_VALUE_SHAPES', 'proxy.'],
  ProxyInitValues: ['LINKERD_VALUE_SHAPES', 'proxyInit.'],
  CniValues: ['CNI_VALUE_SHAPES', ''],
};

/** The options of the constructs: the members of every interface that the public surface exports, in its order. */
export function publicInterfaces(root: string): PublicInterface[] {
  const sources = readSources(root, PLACES);
  const accepted = acceptedValues(sources);
  return exportedNames(sources).flatMap(([name, path]) => {
    const node = sources
      .get(path)
      ?.statements.find(
        (statement): statement is ts.InterfaceDeclaration =>
          ts.isInterfaceDeclaration(statement) && statement.name.text === name,
      );
    return node === undefined ? [] : [interfaceOf(node, path, accepted)];
  });
}

function exportedNames(sources: Sources): [name: string, path: string][] {
  return (sources.get(INDEX)?.statements ?? []).flatMap((statement): [string, string][] => {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return [];
    if (!ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const path = posix.join(INDEX, '..', statement.moduleSpecifier.text).replace(/\.js$/, '.ts');
    const clause = statement.exportClause;
    return clause !== undefined && ts.isNamedExports(clause)
      ? clause.elements.map((element) => [(element.propertyName ?? element.name).text, path])
      : [];
  });
}

function interfaceOf(node: ts.InterfaceDeclaration, path: string, accepted: AcceptedValues): PublicInterface {
  const name = node.name.text;
  const { meaning, sources } = docOf(node);
  const members = node.members.filter(ts.isPropertySignature);
  const kind = members
    .find((member) => member.name.getText() === 'kind')
    ?.type?.getText()
    .replaceAll("'", '');
  return {
    name,
    path,
    meaning,
    sources,
    extends: (node.heritageClauses ?? []).flatMap(({ types }) => types.map((type) => type.getText())),
    props: members.flatMap((member) => propsOf(member, '', (path) => wordsFor(name, kind, path, accepted))),
  };
}

/** A member, and the members below it if its type has no name. */
function propsOf(member: ts.PropertySignature, below: string, accepted: (path: string) => string): Prop[] {
  const path = `${below}${member.name.getText()}`;
  const literal = typesOf(member.type).find(ts.isTypeLiteralNode);
  const members = literal?.members.filter(ts.isPropertySignature) ?? [];
  const { meaning, standard, sources } = docOf(member);
  return [
    {
      name: path,
      type: members.length > 0 ? 'object' : (member.type?.getText().replaceAll(/\s+/g, ' ') ?? 'unknown'),
      optional: member.questionToken !== undefined,
      accepted: accepted(path),
      meaning,
      standard,
      sources,
    },
    ...members.flatMap((inner) => propsOf(inner, `${path}.`, accepted)),
  ];
}

/** The parts of a union, or the type alone. */
function typesOf(type: ts.TypeNode | undefined): readonly ts.TypeNode[] {
  if (type === undefined) return [];
  return ts.isUnionTypeNode(type) ? type.types : [type];
}

/** A variant of a union has the shape of its kind. */
function wordsFor(type: string, kind: string | undefined, member: string, accepted: AcceptedValues): string {
  const [table, path] = VALUE_SHAPES[type] ?? [undefined, ''];
  if (table !== undefined) {
    const name = member.split('.').at(-1) ?? '';
    const shapes = accepted.get(table);
    return shapes?.get(`${path}${member}`) ?? shapes?.get(name) ?? '';
  }
  const own = accepted.get(type)?.get(member);
  if (own !== undefined || kind === undefined) return own ?? '';
  const variants = [...accepted].filter(([name]) => name.endsWith(`#${kind}`));
  return variants.map(([, members]) => members.get(member)).find((words) => words !== undefined) ?? '';
}

interface Doc {
  readonly meaning: string;
  readonly standard: string | undefined;
  readonly sources: readonly string[];
}

function docOf(node: ts.Node): Doc {
  const text = ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map((doc) => doc.getText().replace(/^\/\*\*|\*\/$/g, ''))
    .join('\n')
    .replaceAll(/^\s*\* ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\{@link (\w+)\}/g, '`$1`')
    .trim();
  const sources = [...text.matchAll(/@see (https?:\/\/\S+)/g)].map((match) => match[1] ?? '');
  const rest = text.replaceAll(/@see https?:\/\/\S+/g, '').trim();
  const [meaning = '', standard] = rest.split('@default');
  return { meaning: meaning.trim(), standard: standard?.trim().replace(/^- /, ''), sources };
}
