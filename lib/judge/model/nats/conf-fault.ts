import type { Fault } from '../../../diagnostic.js';
import { at } from '../../../manifest/field-path.js';
import type { ConfNode } from './conf-node.js';
import type { ServerConf } from './server.js';

/** What is wrong at one field of a configuration. */
export interface ConfFault {
  readonly node: ConfNode;
  /** What stands there; by default that nothing does. Never a secret. */
  readonly got?: string;
  readonly expected: string;
  readonly fix: string;
}

/** A report on the ConfigMap that names a field of its configuration. */
export function confFaultOf(conf: ServerConf, { node, got = nothingAt(node), expected, fix }: ConfFault): Fault {
  const field = node.path === '' ? '' : `${node.path}${node.line === undefined ? '' : ` (line ${node.line})`}: `;
  return { path: at('data', conf.key), got: `${field}${got}`, expected, fix };
}

function nothingAt({ presumed }: ConfNode): string {
  return presumed === undefined ? 'nothing' : `nothing, where ${presumed} holds the variables alone`;
}
