import { InvalidInput } from '../../diagnostic.js';
import { Bytes, Comment, type ConfMap, type ConfValue, Include, isConfList, isConfMap, Variable } from './value.js';

/** A section of a document: a group of keys, an include or a comment. */
export type Section = ConfMap | Include | Comment;

/**
 * Renders sections, in the given order, as the text of a configuration file.
 *
 * Each line has one key, unquoted and followed by a colon unless it opens a block, because the configuration reloader
 * finds certificate files by a pattern that it matches against single lines. A blank line separates sections; a comment
 * stays with the section that follows it.
 *
 * @throws InvalidInput for what the language cannot express: a key that contains both kinds of quotes or a NUL, a
 * number that is not finite.
 * @see https://github.com/nats-io/nats-server/blob/v2.15.3/conf/lex.go
 */
export function printConf(sections: readonly Section[]): string {
  let text = '';
  let previous: Section | undefined;
  for (const section of sections) {
    if (previous !== undefined && !(previous instanceof Comment)) text += '\n';
    text += printSection(section);
    previous = section;
  }
  return text;
}

function printSection(section: Section): string {
  if (section instanceof Comment) return section.text.split('\n').map(commentLine).join('');
  if (section instanceof Include) return `include ${includePath(section.path)}\n`;
  return printEntries(section, '');
}

function commentLine(line: string): string {
  return line === '' ? '#\n' : `# ${line.replaceAll('\r', ' ')}\n`;
}

function includePath(path: string): string {
  return /^[\w./][\w./-]*$/.test(path) && !/^\d/.test(path) ? path : `"${path}"`;
}

function printEntries(map: ConfMap, indent: string): string {
  return Object.entries(map)
    .map(([key, value]) => `${indent}${printKey(key)}${isConfMap(value) ? ' ' : ': '}${printValue(value, indent)}\n`)
    .join('');
}

/** An unquoted `include` followed by a space or a brace would open a file. */
function printKey(key: string): string {
  if (/^[A-Za-z_][\w-]*$/.test(key) && key.toLowerCase() !== 'include') return key;
  if (!key.includes('\0')) {
    if (!key.includes('"')) return `"${key}"`;
    if (!key.includes("'")) return `'${key}'`;
  }
  throw new InvalidInput([
    {
      where: 'NATS configuration: key',
      got: JSON.stringify(key),
      expected: 'a name without NUL and with at most one kind of quotes',
      fix: 'Rename it: the language has no escapes in keys.',
    },
  ]);
}

function printValue(value: ConfValue, indent: string): string {
  if (typeof value === 'string') return printString(value);
  if (typeof value === 'number') return printNumber(value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Variable) return `$${value.name}`;
  if (value instanceof Bytes) return formatBytes(value.count);
  if (isConfList(value)) {
    if (value.length === 0) return '[]';
    const inner = `${indent}  `;
    return `[\n${value.map((item) => `${inner}${printItem(item, inner)}\n`).join('')}${indent}]`;
  }
  if (isConfMap(value)) {
    const entries = printEntries(value, `${indent}  `);
    return entries === '' ? '{}' : `{\n${entries}${indent}}`;
  }
  return value satisfies never;
}

/** Within a list the server reads a leading slash as the start of a comment. */
function printItem(item: ConfValue, indent: string): string {
  return typeof item === 'string' && item.startsWith('/') ? quote(item) : printValue(item, indent);
}

const bareWord = /^[A-Za-z_/][\w./:@+-]*$/;
const booleanWord = /^(true|false|on|off|yes|no)$/i;
const address = /^\d+\.\d+\.\d+\.\d+(:\d+)?$/;

/**
 * Leaves words, paths and IPv4 addresses bare. Anything else is quoted: a bare `5m` is the number 5 000 000, a bare
 * `$2a$…` a variable, a bare `off` a boolean.
 */
function printString(value: string): string {
  const bare = (bareWord.test(value) && !booleanWord.test(value) && !value.startsWith('//')) || address.test(value);
  return bare ? value : quote(value);
}

function quote(value: string): string {
  return `"${[...value].map(escapeCharacter).join('')}"`;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['"', '\\"'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escapeCharacter(character: string): string {
  const escaped = escapes.get(character);
  if (escaped !== undefined) return escaped;
  const code = character.charCodeAt(0);
  return code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : character;
}

const suffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/** A number of bytes with the largest binary suffix that keeps it an integer, so that it reads back exactly: `10Gi`. */
export function formatBytes(count: number): string {
  let rest = count;
  let power = 0;
  while (rest !== 0 && rest % 1024 === 0 && power < suffixes.length - 1) {
    rest /= 1024;
    power += 1;
  }
  return `${printNumber(rest)}${suffixes[power]}`;
}

const integerLimit = 2 ** 63;

/** The language has 64-bit integers and decimal fractions, but no exponents. */
function printNumber(value: number): string {
  if (!Number.isFinite(value)) {
    throw new InvalidInput([
      {
        where: 'NATS configuration: number',
        got: String(value),
        expected: 'a finite number',
        fix: 'Give a number that the language can express.',
      },
    ]);
  }
  if (Number.isInteger(value)) {
    const digits = BigInt(value).toString();
    return Math.abs(value) < integerLimit ? digits : `${digits}.0`;
  }
  return withoutExponent(String(value));
}

/** `1.5e-7` becomes `0.00000015`: a fraction that JavaScript prints with an exponent always has a negative one. */
function withoutExponent(text: string): string {
  const match = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = ''] = match;
  return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${whole}${fraction}`;
}
