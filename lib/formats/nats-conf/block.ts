import type { Diagnostic } from '../../diagnostic.js';
import type { IncludeSite, ParseOptions } from './options.js';
import type { ConfMap, ConfValue } from './value.js';

/** State shared by all files of one configuration. */
export interface Reading {
  readonly options: ParseOptions;
  readonly lines: Map<string, number>;
  readonly variables: Set<string>;
  readonly includes: IncludeSite[];
  readonly problems: Diagnostic[];
}

/** A block that is being read. */
export interface Block {
  readonly path: string;
  readonly entries: Map<string, ConfValue>;
}

/** What was read from a block. */
export function plain(block: Block): ConfMap {
  return Object.fromEntries(block.entries);
}

/** Path of a key within the block at a path. */
export function pathOf(block: string, key: string): string {
  const name = /^[^.[\]"\s]+$/.test(key) ? key : JSON.stringify(key);
  return block === '' ? name : `${block}.${name}`;
}
