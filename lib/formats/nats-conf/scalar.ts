import { isBlank, isNewline, type Scanner } from './scanner.js';
import { Variable } from './value.js';

/**
 * Reads a value that is neither a block nor a list.
 *
 * The cases are in the server's order: a value that begins with a digit is a number, a size, a date, an address or a
 * word; the first character that does not fit one moves on to the next.
 *
 * @see https://github.com/nats-io/nats-server/blob/v2.15.3/conf/lex.go
 */
export function readScalar(scanner: Scanner): string | number | boolean | Variable {
  const first = scanner.peek();
  if (first === "'") return readSingleQuoted(scanner);
  if (first === '"') return readDoubleQuoted(scanner);
  if (first === '(') return readTextBlock(scanner);
  if (first === '-') return readNegative(scanner);
  if (isDigit(first)) return readFromDigit(scanner);
  if (first === '.') {
    throw scanner.fault(
      'a value that begins with a dot',
      'a digit before the dot',
      'Quote a path, or write 0 before the dot.',
    );
  }
  return readWord(scanner, '');
}

function isDigit(character: string): boolean {
  return /^\p{Nd}$/u.test(character);
}

function readSingleQuoted(scanner: Scanner): string {
  scanner.next();
  const text = scanner.takeThrough("'");
  if (text === undefined) throw scanner.fault('a string that is not closed', "a closing '", "Add the missing '.");
  return text;
}

function readDoubleQuoted(scanner: Scanner): string {
  scanner.next();
  const text = new EscapedText();
  for (;;) {
    text.add(scanner.takeWhile((character) => character !== '"' && character !== '\\'));
    if (scanner.atEnd) throw scanner.fault('a string that is not closed', 'a closing "', 'Add the missing ".');
    if (scanner.next() === '"') return text.toString();
    readEscape(scanner, text);
  }
}

/** Text in parentheses; the closing one is alone on its line. */
function readTextBlock(scanner: Scanner): string {
  scanner.next();
  let text = '';
  for (;;) {
    const part = scanner.takeThrough(')');
    if (part === undefined) {
      throw scanner.fault(
        'a text block that is not closed',
        "a ')' alone on a line",
        "Put the closing ')' on a line of its own.",
      );
    }
    text += part;
    if (text.endsWith('\n') && (scanner.atEnd || scanner.peek() === '\n')) return text;
    text += ')';
  }
}

function readNegative(scanner: Scanner): number | string | boolean | Variable {
  const digits = scanner.match(/-\p{Nd}+/uy);
  if (digits === undefined) {
    throw scanner.fault("a value that begins with '-'", "a digit after '-'", 'Quote the value.');
  }
  if (scanner.peek() === '.') return readFraction(scanner, digits);
  return /^[kmgtpe]$/i.test(scanner.peek()) ? readSize(scanner, digits) : integer(scanner, digits, '');
}

function readFromDigit(scanner: Scanner): number | string | boolean | Variable {
  const digits = scanner.takeWhile(isDigit);
  const next = scanner.peek();
  if (next === '-') return readDate(scanner, digits);
  if (next === '.') return readFraction(scanner, digits);
  if (/^[kmgtpe]$/i.test(next)) return readSize(scanner, digits);
  if (endsNumber(next)) return integer(scanner, digits, '');
  // The server consumes this character without looking at it, even one that would end a word: `[1]` is never closed.
  return readWord(scanner, digits + scanner.next());
}

function endsNumber(character: string): boolean {
  return character === '' || isNewline(character) || isBlank(character) || /^[};,]$/.test(character);
}

function readDate(scanner: Scanner, year: string): string {
  const rest = year.length === 4 ? scanner.match(/-\d\d-\d\dT\d\d:\d\d:\d\dZ/y) : undefined;
  if (rest === undefined) {
    throw scanner.fault(
      'digits followed by a dash, without quotes',
      'a date such as 2026-01-31T00:00:00Z, or quotes',
      'Quote the value.',
    );
  }
  return year + rest;
}

/** A fraction, or an address if a second dot follows. */
function readFraction(scanner: Scanner, digits: string): number | string {
  scanner.next();
  const fraction = scanner.takeWhile(isDigit);
  if (fraction === '') throw scanner.fault('a number that ends with a dot', 'a digit after the dot', 'Add a digit.');
  const text = `${digits}.${fraction}`;
  if (scanner.peek() !== '.') return Number(text);
  return text + scanner.takeWhile((character) => isDigit(character) || /[.:-]/.test(character));
}

function readSize(scanner: Scanner, digits: string): number | string | boolean | Variable {
  const suffix = scanner.next() + scanner.takeWhile((character) => /[bi]/i.test(character));
  const next = scanner.peek();
  return endsNumber(next) ? integer(scanner, digits, suffix) : readWord(scanner, digits + suffix);
}

const powers = ['', 'k', 'm', 'g', 't', 'p', 'e'];

/** `10k` counts thousands; `10kb`, `10ki` and `10kib` count multiples of 1024. */
function integer(scanner: Scanner, digits: string, suffix: string): number {
  const power = powers.indexOf(suffix.charAt(0).toLowerCase());
  const unit = suffix.slice(1).toLowerCase();
  const value = Number(digits);
  if (!['', 'b', 'i', 'ib'].includes(unit) || power < 0 || (suffix === '' && unit !== '') || Number.isNaN(value)) {
    throw scanner.fault('a number with an unknown suffix', 'a suffix such as Ki, Mi or Gi', 'Correct the suffix.');
  }
  const exact = BigInt(digits);
  if (exact > 2n ** 63n - 1n || exact < -(2n ** 63n)) {
    throw scanner.fault('a number that is too large', 'a 64-bit integer', 'Use a smaller number.');
  }
  return value * (unit === '' ? 1000 : 1024) ** power + 0;
}

/** A word without quotes; `head` is the part that was already consumed. */
function readWord(scanner: Scanner, head: string): string | boolean | Variable {
  const text = new EscapedText();
  text.add(head);
  for (;;) {
    text.add(scanner.takeWhile((character) => !endsNumber(character) && !/[\]'\\]/.test(character)));
    const next = scanner.peek();
    if (next === '\\') {
      scanner.next();
      readEscape(scanner, text);
      continue;
    }
    if (next === "'") scanner.next();
    return text.escaped ? text.toString() : word(text.toString());
  }
}

function word(text: string): string | boolean | Variable {
  if (/^(true|yes|on)$/i.test(text)) return true;
  if (/^(false|no|off)$/i.test(text)) return false;
  // A bcrypt hash is a string even without quotes, but only with this prefix.
  if (text.startsWith('$') && !text.startsWith('$2a$')) return new Variable(text.slice(1));
  return text;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['"', '"'],
  ['\\', '\\'],
]);

function readEscape(scanner: Scanner, text: EscapedText): void {
  const hex = scanner.match(/x[\dA-Fa-f]{2}/y);
  if (hex !== undefined) {
    text.addByte(Number.parseInt(hex.slice(1), 16));
    return;
  }
  const character = scanner.next();
  const escaped = escapes.get(character);
  if (escaped === undefined) {
    throw scanner.fault(
      `the escape \\${character}`,
      '\\xXX, \\t, \\n, \\r, \\" or \\\\',
      'Write the backslash twice, or use single quotes.',
    );
  }
  text.addEscaped(escaped);
}

/** Collects bytes, because `\xXX` is one byte and a character can be several. */
class EscapedText {
  private readonly parts: Uint8Array[] = [];
  escaped = false;

  add(text: string): void {
    if (text !== '') this.parts.push(new TextEncoder().encode(text));
  }

  addEscaped(text: string): void {
    this.escaped = true;
    this.add(text);
  }

  addByte(byte: number): void {
    this.escaped = true;
    this.parts.push(Uint8Array.of(byte));
  }

  toString(): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(this.parts));
  }
}
