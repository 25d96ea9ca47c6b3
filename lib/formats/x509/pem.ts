import type { Diagnostic } from '../../diagnostic.js';

/** One `-----BEGIN …-----` block, decoded. */
export interface PemBlock {
  /** The label after `BEGIN`: `CERTIFICATE`, `PRIVATE KEY`. */
  readonly type: string;
  readonly der: Uint8Array;
}

/** The blocks of a text, and the problems of the rest. */
export interface PemText {
  readonly blocks: readonly PemBlock[];
  readonly problems: readonly Diagnostic[];
}

const BLOCK = /^-----BEGIN ([^\n]*?)-----[ \t]*\r?\n([\s\S]*?)^-----END ([^\n]*?)-----[ \t]*(?:\r?\n|$(?![\s\S]))/gm;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Splits PEM text into its blocks. Reports what Go's decoder, and therefore Linkerd, refuses or silently skips: text or
 * a blank line after the last block, unclosed blocks, and bad base64. Text between and before blocks is allowed.
 *
 * @see https://pkg.go.dev/encoding/pem#Decode
 */
export function scanPem(where: string, text: string): PemText {
  if (text.trim() === '') {
    return { blocks: [], problems: [{ where, got: 'empty', expected: 'PEM text', fix: 'Add the PEM blocks.' }] };
  }
  const blocks: PemBlock[] = [];
  const problems: Diagnostic[] = [];
  const gaps: string[] = [];
  let end = 0;
  for (const match of text.matchAll(BLOCK)) {
    const [whole, type = '', body = '', closing = ''] = match;
    gaps.push(text.slice(end, match.index));
    end = match.index + whole.length;
    const base64 = body.replace(/\s+/g, '');
    const ordinal = `PEM block ${gaps.length} (${type})`;
    if (closing !== type) problems.push(blockProblem(where, `${ordinal} closed by END ${closing}`));
    else if (base64 === '' || !BASE64.test(base64)) problems.push(blockProblem(where, `${ordinal} with bad base64`));
    else blocks.push({ type, der: new Uint8Array(Buffer.from(base64, 'base64')) });
  }
  const tail = text.slice(end);
  if (gaps.length === 0 && !/^-----BEGIN /m.test(text)) {
    problems.push({
      where,
      got: 'not PEM',
      expected: 'text with lines -----BEGIN …----- and -----END …-----',
      fix: 'Convert it, for example with `openssl x509 -inform der`, and keep each marker at the start of its line.',
    });
    return { blocks, problems };
  }
  for (const gap of [...gaps, tail]) {
    if (/^-----BEGIN /m.test(gap)) {
      problems.push(blockProblem(where, 'an unclosed PEM block'));
    }
  }
  if (tail !== '' && !/^-----BEGIN /m.test(tail)) {
    problems.push({
      where,
      got: `PEM followed by ${tail.trim() === '' ? 'blank lines or spaces' : `${tail.trim().length} characters of text`}`,
      expected: 'nothing after the last END line but its line break',
      fix: "Remove what follows: Linkerd's parser reads it as a certificate that is not PEM, and refuses the whole text.",
    });
  }
  return { blocks, problems };
}

/** Renders a block as PEM: lines of 64 characters, one line break at the end, no other text. */
export function encodePem(type: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${type}-----`, ...lines, `-----END ${type}-----`, ''].join('\n');
}

function blockProblem(where: string, got: string): Diagnostic {
  return {
    where,
    got,
    expected: 'complete PEM blocks in base64',
    fix: 'Copy the file again from its source: it is truncated or damaged.',
  };
}
