import ts from 'typescript';
import { constantOf, type Declared, type Sources } from './sources.js';

/** What the shape of an interface accepts for each member, in words. */
export type AcceptedValues = ReadonlyMap<string, ReadonlyMap<string, string>>;

type Shape = Declared<ts.Expression>;

/**
 * What is accepted for the members of each interface that has a shape: `options<NatsLeafProps>({ … })` and the like. The shapes
 * are read as text, since most are constants of their files.
 */
export function acceptedValues(sources: Sources): AcceptedValues {
  const found = new Map<string, Map<string, string>>();
  for (const [path, source] of sources) {
    const visit = (node: ts.Node): void => {
      for (const [type, fields] of shapesIn(node)) {
        const members = found.get(type) ?? new Map<string, string>();
        found.set(type, members);
        for (const [name, words] of allWords(sources, membersOf(sources, path, fields))) {
          if (!members.has(name)) members.set(name, words);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/** The types whose shape a node is, each with the object of its fields. */
function* shapesIn(node: ts.Node): Generator<[type: string, fields: ts.Expression]> {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    const [type] = node.typeArguments ?? [];
    const [fields] = node.arguments;
    if (type === undefined || fields === undefined) return;
    if (node.expression.text === 'options') yield [nameOf(type), fields];
    if (node.expression.text === 'kinds' && ts.isObjectLiteralExpression(fields)) {
      for (const variant of fields.properties) {
        if (ts.isPropertyAssignment(variant)) yield [`${nameOf(type)}#${textOf(variant.name)}`, variant.initializer];
      }
    }
  }
  // A constant of type `Fields<X>` has the fields of X, one of type `OptionShapes` has those of the chart's values.
  if (ts.isVariableDeclaration(node) && node.initializer !== undefined && node.type !== undefined) {
    const [, fields] = /^Fields<(\w+)/.exec(node.type.getText()) ?? [];
    if (fields !== undefined) yield [fields, node.initializer];
    if (node.type.getText() === 'OptionShapes') yield [node.name.getText(), node.initializer];
  }
}

/** `X` of `X`, `Partial<X>` and `X & Y`. */
function nameOf(type: ts.TypeNode): string {
  return /(?:Partial<)?(\w+)/.exec(type.getText())?.[1] ?? '';
}

function membersOf(sources: Sources, path: string, fields: ts.Expression): [name: string, shape: Shape][] {
  if (ts.isIdentifier(fields)) {
    const declared = constantOf(sources, path, fields.text);
    return declared === undefined ? [] : membersOf(sources, declared.path, declared.node);
  }
  if (!ts.isObjectLiteralExpression(fields)) return [];
  return fields.properties.flatMap((property): [string, Shape][] => {
    if (ts.isSpreadAssignment(property)) return membersOf(sources, path, property.expression);
    if (ts.isPropertyAssignment(property)) return [[textOf(property.name), { path, node: property.initializer }]];
    return ts.isShorthandPropertyAssignment(property) ? [[property.name.text, { path, node: property.name }]] : [];
  });
}

/** What is accepted for members, and below them for those of an object without a type of its own: `ports.http`. */
function allWords(sources: Sources, members: readonly [name: string, shape: Shape][]): [path: string, words: string][] {
  return members.flatMap(([name, shape]): [string, string][] => {
    const fields = fieldsOf(shape.node);
    const below = fields === undefined ? [] : allWords(sources, membersOf(sources, shape.path, fields));
    return [
      [name, wordsOf(sources, shape)],
      ...below.map(([path, words]): [string, string] => [`${name}.${path}`, words]),
    ];
  });
}

/** The fields of `optional(options({ … }))`. */
function fieldsOf(node: ts.Expression): ts.Expression | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const [first] = node.arguments;
  if (node.expression.getText() === 'options') return first;
  return node.expression.getText() === 'optional' && first !== undefined ? fieldsOf(first) : undefined;
}

function wordsOf(sources: Sources, { path, node }: Shape): string {
  const below = (inner: ts.Expression | undefined) =>
    inner === undefined ? '' : wordsOf(sources, { path, node: inner });
  if (ts.isIdentifier(node)) {
    const declared = constantOf(sources, path, node.text);
    return declared === undefined ? '' : wordsOf(sources, declared);
  }
  if (ts.isStringLiteral(node)) return node.text;
  if (ts.isObjectLiteralExpression(node)) {
    const expected = membersOf(sources, path, node).find(([name]) => name === 'expected')?.[1];
    return expected === undefined ? '' : wordsOf(sources, expected);
  }
  if (!ts.isCallExpression(node)) return '';
  const [first, second] = node.arguments;
  switch (node.expression.getText()) {
    case 'optional':
      return below(first);
    case 'list': {
      const items = below(first);
      const length = second === undefined ? 'a list' : `a list of at least ${numberOf(second)}`;
      return items === '' ? length : `${length}, each ${items}`;
    }
    case 'mapping': {
      const items = below(first);
      return items === '' ? '' : `each value ${items}`;
    }
    case 'either':
      return [below(first), below(second)].filter((words) => words !== '').join(', or ');
    case 'integer':
      return range('an integer', first, second);
    case 'decimal':
      return range('a number', first, second);
    case 'oneOf':
      return '';
    case 'options':
    case 'kinds':
    case 'anything':
    case 'partOf':
      return '';
    case 'instance':
    case 'named':
      return below(second);
    case 'text':
      return first === undefined ? 'text that is not blank' : below(first);
    default:
      return below(first);
  }

  function range(what: string, from: ts.Expression | undefined, to: ts.Expression | undefined): string {
    return to === undefined
      ? `${what} of ${numberOf(from)} or more`
      : `${what} from ${numberOf(from)} to ${numberOf(to)}`;
  }

  function numberOf(expression: ts.Expression | undefined): string {
    if (expression !== undefined && ts.isIdentifier(expression)) {
      const declared = constantOf(sources, path, expression.text);
      return declared?.node.getText().replaceAll('_', '') ?? expression.text;
    }
    return expression?.getText().replaceAll('_', '') ?? '';
  }
}

function textOf(name: ts.PropertyName): string {
  return ts.isStringLiteral(name) ? name.text : name.getText();
}
