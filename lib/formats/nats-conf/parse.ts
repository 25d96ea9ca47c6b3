import type { Diagnostic } from '../../diagnostic.js';
import { type Block, plain, type Reading } from './block.js';
import type { IncludeSite, ParseOptions } from './options.js';
import { Reader } from './reader.js';
import type { ConfMap } from './value.js';

/** The parsed configuration. Complete unless `problems` or an unknown include say otherwise. */
export interface ParsedConf {
  readonly value: ConfMap;
  /** Line of each key and list item by its path: `leafnodes.remotes[0].urls`. */
  readonly lines: ReadonlyMap<string, number>;
  /** Paths of the keys that a variable refers to. The server accepts these even if they are not fields. */
  readonly variables: ReadonlySet<string>;
  readonly includes: readonly IncludeSite[];
  readonly problems: readonly Diagnostic[];
}

/**
 * Reads the text of a NATS configuration as plain data, as the server does; never throws.
 *
 * A variable that the text defines is replaced by its value; any other stays a `Variable`, because it comes from the
 * environment or from an include whose content is not known. Reading stops at the first syntax error, as the server's
 * does, and keeps what came before it. Duplicate keys of a block are reported: the server silently uses the last.
 * Integers beyond 2^53 lose precision.
 *
 * @see https://github.com/nats-io/nats-server/blob/v2.15.3/conf/parse.go
 */
export function parseConf(text: string, options: ParseOptions): ParsedConf {
  const reading: Reading = { options, lines: new Map(), variables: new Set(), includes: [], problems: [] };
  const root: Block = { path: '', entries: new Map() };
  new Reader(text, reading, '', []).readDocument(root);
  const { lines, variables, includes, problems } = reading;
  return { value: plain(root), lines, variables, includes, problems };
}
