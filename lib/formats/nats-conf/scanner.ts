/** Where a text stops being a valid configuration, and why. Never leaves the parser. */
export class SyntaxFault {
  constructor(
    readonly line: number,
    readonly got: string,
    readonly expected: string,
    readonly fix: string,
  ) {}
}

/** Reads a text character by character. A NUL ends it, as it does for the server. */
export class Scanner {
  private position = 0;
  private readonly end: number;

  constructor(private readonly text: string) {
    const nul = text.indexOf('\0');
    this.end = nul < 0 ? text.length : nul;
  }

  /** The character at the cursor, or at an offset from it; empty at the end. */
  peek(ahead = 0): string {
    return this.position + ahead < this.end ? this.text.charAt(this.position + ahead) : '';
  }

  next(): string {
    const character = this.peek();
    if (character !== '') this.position += 1;
    return character;
  }

  get atEnd(): boolean {
    return this.position >= this.end;
  }

  /** Consumes characters while they satisfy the predicate. */
  takeWhile(accepts: (character: string) => boolean): string {
    const start = this.position;
    while (!this.atEnd && accepts(this.peek())) this.position += 1;
    return this.text.slice(start, this.position);
  }

  /** Consumes the text up to and including `delimiter`; undefined if there is no delimiter. */
  takeThrough(delimiter: string): string | undefined {
    const found = this.text.indexOf(delimiter, this.position);
    if (found < 0 || found >= this.end) return undefined;
    const taken = this.text.slice(this.position, found);
    this.position = found + delimiter.length;
    return taken;
  }

  /** Consumes what a sticky pattern matches at the cursor. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined || this.position + found.length > this.end) return undefined;
    this.position += found.length;
    return found;
  }

  get line(): number {
    return this.lineAt(this.position);
  }

  private lineAt(position: number): number {
    while (this.counted < position) {
      if (this.text.charCodeAt(this.counted) === 10) this.lines += 1;
      this.counted += 1;
    }
    return this.lines;
  }

  private counted = 0;
  private lines = 1;

  fault(got: string, expected: string, fix: string): SyntaxFault {
    return new SyntaxFault(this.line, got, expected, fix);
  }
}

/** A blank within a line. */
export function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}

export function isNewline(character: string): boolean {
  return character === '\n' || character === '\r';
}

/** White space of any kind, as Unicode defines it. */
export function isSpace(character: string): boolean {
  return /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/.test(character);
}

export function isKeySeparator(character: string): boolean {
  return character === ':' || character === '=';
}
