import { posix } from 'node:path';
import { type Block, pathOf, plain, type Reading } from './block.js';
import { readScalar } from './scalar.js';
import { isBlank, isKeySeparator, isNewline, isSpace, Scanner, SyntaxFault } from './scanner.js';
import { type ConfValue, Variable } from './value.js';

/** Reads one file of a configuration, and the files that it includes, into a block. */
export class Reader {
  private readonly scanner: Scanner;
  /** The blocks around the cursor, innermost last: where variables are looked up. */
  private readonly scopes: Block[] = [];

  constructor(
    text: string,
    private readonly reading: Reading,
    private readonly directory: string,
    private readonly chain: readonly string[],
  ) {
    this.scanner = new Scanner(text);
  }

  readDocument(root: Block): void {
    this.scopes.push(root);
    try {
      this.readTop(root);
    } catch (fault) {
      if (!(fault instanceof SyntaxFault)) throw fault;
      this.report(fault.line, fault.got, fault.expected, fault.fix);
    }
  }

  /** The keys of a document, which may be in braces as in JSON. */
  private readTop(root: Block): void {
    for (;;) {
      this.skipSpaceAndComments();
      if (this.scanner.atEnd) return;
      if (this.scanner.peek() === '{') {
        this.scanner.next();
        this.readEntries(root, true);
        continue;
      }
      if (this.scanner.peek() === '}' && this.scanner.match(/\}\s*$/y) !== undefined) return;
      this.readEntry(root, false);
      this.endOfTopValue();
    }
  }

  private endOfTopValue(): void {
    for (;;) {
      this.scanner.takeWhile(isBlank);
      if (this.skipComment()) return;
      if (this.scanner.atEnd) return;
      const character = this.scanner.next();
      if (isNewline(character) || /[;,}]/.test(character)) return;
      if (character !== '/') {
        throw this.scanner.fault(
          `followed by ${JSON.stringify(character)}`,
          'one value that ends with its line',
          'Quote the value, or begin a new line after it.',
        );
      }
    }
  }

  /** The keys of a block up to its closing brace; the opening one is already read. */
  private readEntries(block: Block, outermost: boolean): void {
    for (;;) {
      this.skipSpaceAndComments();
      if (this.scanner.peek() === '}') {
        this.scanner.next();
        return;
      }
      if (this.scanner.atEnd) {
        if (outermost) return;
        throw this.unterminated('a block', '}');
      }
      this.readEntry(block, true);
      if (this.endOfBlockValue()) return;
    }
  }

  /** Whether the block ends here. */
  private endOfBlockValue(): boolean {
    for (;;) {
      this.scanner.takeWhile(isBlank);
      if (this.skipComment()) continue;
      if (this.scanner.atEnd) throw this.unterminated('a block', '}');
      const character = this.scanner.next();
      if (character === '}') return true;
      if (isNewline(character) || /[;,/]/.test(character)) return false;
      throw this.scanner.fault(
        `followed by ${JSON.stringify(character)}`,
        "a comma, a new line or '}' after a value",
        'Quote the value, or begin a new line after it.',
      );
    }
  }

  private readEntry(block: Block, nested: boolean): void {
    const line = this.scanner.line;
    const key = this.readKey(nested);
    if (key === undefined) {
      this.readInclude(block, line);
      return;
    }
    this.scanner.takeWhile(isSpace);
    if (isKeySeparator(this.scanner.peek())) {
      this.scanner.next();
      this.scanner.takeWhile(nested ? isSpace : isBlank);
    }
    if (this.scanner.atEnd || /[\n\r}]/.test(this.scanner.peek()) || (nested && this.scanner.peek() === ',')) {
      throw this.scanner.fault(
        `key ${key} without a value`,
        'a value after each key',
        'Write the value on the same line.',
      );
    }
    const path = pathOf(block.path, key);
    this.define(block, key, path, this.readValue(path), line);
  }

  /** A key, or undefined if the word `include` is there instead. */
  private readKey(nested: boolean): string | undefined {
    const first = this.scanner.peek();
    if (isKeySeparator(first) || (nested && first === ']') || (first === '/' && this.scanner.peek(1) !== '/')) {
      throw this.scanner.fault(`${JSON.stringify(first)} instead of a key`, 'a key', 'Remove it, or quote the key.');
    }
    if (first === '"' || first === "'") {
      this.scanner.next();
      const key = this.scanner.takeThrough(first);
      if (key === undefined) throw this.unterminated('a quoted key', first);
      return key;
    }
    const key = this.scanner.takeWhile((character) => !isSpace(character) && !isKeySeparator(character));
    return key.toLowerCase() === 'include' && isSpace(this.scanner.peek()) ? undefined : key;
  }

  private define(block: Block, key: string, path: string, value: ConfValue, line: number): void {
    const previous = this.reading.lines.get(path);
    if (block.entries.has(key) && previous !== undefined) {
      this.report(
        line,
        `a second ${path} (the first is on line ${previous})`,
        'each key once in its block',
        'Merge them: the server uses only the last one.',
      );
    }
    block.entries.set(key, value);
    this.reading.lines.set(path, line);
  }

  private readValue(path: string): ConfValue {
    const first = this.scanner.peek();
    if (first === '{') {
      this.scanner.next();
      const block: Block = { path, entries: new Map() };
      this.scopes.push(block);
      this.readEntries(block, false);
      this.scopes.pop();
      return plain(block);
    }
    if (first === '[') {
      this.scanner.next();
      return this.readList(path);
    }
    const scalar = readScalar(this.scanner);
    return scalar instanceof Variable ? this.resolve(scalar) : scalar;
  }

  private readList(path: string): ConfValue[] {
    const items: ConfValue[] = [];
    for (;;) {
      this.skipSpaceAndComments();
      if (this.scanner.atEnd) throw this.unterminated('a list', ']');
      const first = this.scanner.peek();
      if (first === ']') {
        this.scanner.next();
        return items;
      }
      if (first === ',' || (first === '/' && this.scanner.peek(1) !== '/')) {
        throw this.scanner.fault(`${JSON.stringify(first)} instead of a list item`, 'an item', 'Remove it.');
      }
      const itemPath = `${path}[${items.length}]`;
      this.reading.lines.set(itemPath, this.scanner.line);
      items.push(this.readValue(itemPath));
      if (this.endOfListItem()) return items;
    }
  }

  /** Whether the list ends here. */
  private endOfListItem(): boolean {
    for (;;) {
      this.scanner.takeWhile(isBlank);
      if (this.skipComment()) continue;
      if (this.scanner.atEnd) throw this.unterminated('a list', ']');
      const character = this.scanner.next();
      if (character === ']') return true;
      if (isNewline(character) || character === ',' || character === '/') return false;
      throw this.scanner.fault(
        `followed by ${JSON.stringify(character)}`,
        "a comma, a new line or ']' after a list item",
        'Write each item on its own line; put a space between a number and the bracket that closes the list.',
      );
    }
  }

  /** Looks up a variable in the enclosing blocks, innermost first. */
  private resolve(variable: Variable): ConfValue {
    for (const scope of this.scopes.toReversed()) {
      const value = scope.entries.get(variable.name);
      if (value !== undefined) {
        this.reading.variables.add(pathOf(scope.path, variable.name));
        return value;
      }
    }
    return variable;
  }

  private readInclude(block: Block, line: number): void {
    this.scanner.takeWhile(isBlank);
    const path = this.readIncludePath();
    const resolved = posix.join(this.directory, path);
    const looping = this.chain.includes(resolved);
    const text = looping ? undefined : this.reading.options.include?.(resolved);
    if (looping) this.report(line, `an include of ${path} inside itself`, 'no include cycle', 'Remove the include.');
    this.reading.includes.push({ path, file: resolved, line, into: block.path, known: text !== undefined });
    if (text === undefined) return;
    const directory = posix.dirname(resolved);
    const included: Block = { path: block.path, entries: new Map() };
    new Reader(text, this.reading, directory === '.' ? '' : directory, [...this.chain, resolved]).readDocument(
      included,
    );
    for (const [key, value] of included.entries) block.entries.set(key, value);
  }

  private readIncludePath(): string {
    const first = this.scanner.peek();
    if (first === '"' || first === "'") {
      this.scanner.next();
      const path = this.scanner.takeThrough(first);
      if (path === undefined) throw this.unterminated('the path of an include', first);
      return path;
    }
    if (first === '' || isNewline(first) || /[[{(\d\-\\]/.test(first)) {
      throw this.scanner.fault(
        'an include without a path',
        'a path after include',
        'Write the path, in quotes if needed.',
      );
    }
    const path = this.scanner.takeWhile((character) => !isSpace(character) && !/[;}']/.test(character));
    if (this.scanner.peek() === "'") this.scanner.next();
    return path;
  }

  private skipSpaceAndComments(): void {
    do this.scanner.takeWhile(isSpace);
    while (this.skipComment());
  }

  private skipComment(): boolean {
    const first = this.scanner.peek();
    if (first !== '#' && !(first === '/' && this.scanner.peek(1) === '/')) return false;
    this.scanner.takeWhile((character) => !isNewline(character));
    return true;
  }

  private unterminated(what: string, delimiter: string): SyntaxFault {
    return this.scanner.fault(`${what} that is not closed`, `a closing ${delimiter}`, `Add the missing ${delimiter}.`);
  }

  private report(line: number, got: string, expected: string, fix: string): void {
    const file = this.chain.at(-1);
    const where = file === undefined ? this.reading.options.where : `${this.reading.options.where}: ${file}`;
    this.reading.problems.push({ where: `${where}: line ${line}`, got, expected, fix });
  }
}
