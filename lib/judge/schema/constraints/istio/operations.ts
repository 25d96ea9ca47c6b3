import type { Field } from '../../../../manifest/field.js';
import type { SchemaViolation } from '../../violation.js';
import { checkTexts, portFault, type TextFault } from './texts.js';

const PLAIN = ['hosts', 'notHosts', 'methods', 'notMethods'];
const PORTS = ['ports', 'notPorts'];
const PATHS = ['paths', 'notPaths'];
const LITERAL = /^[-a-zA-Z0-9._~%!$&'()+,;:@=]+$/;
const TEMPLATES = ['{*}', '{**}'];

/** What an operation of an AuthorizationPolicy can name. */
export const operationFields: readonly string[] = [...PLAIN, ...PORTS, ...PATHS];

/** Requests that nobody can send. */
export function* checkOperation(operation: Field): Iterable<SchemaViolation> {
  yield* checkTexts(operation, PLAIN);
  yield* checkTexts(operation, PORTS, portFault);
  yield* checkTexts(operation, PATHS, pathFault);
}

/** A template is a whole segment, and only literal segments may follow {**}. */
function pathFault(path: string): TextFault {
  const template = TEMPLATES.some((text) => path.includes(text));
  const segments = path.replace(/^\/+|\/+$/g, '').split('/');
  const rest = segments.indexOf('{**}');
  for (const [index, segment] of segments.entries()) {
    if (TEMPLATES.includes(segment)) {
      if (rest >= 0 && index > rest) return ['{**} as the last template', 'Move {**} to the end.'];
    } else if (/[{}]/.test(segment))
      return ['{*} or {**} as a whole segment, and no other braces', 'Give the template a segment of its own.'];
    else if (template && !LITERAL.test(segment))
      return ['segments of letters, digits and URL characters, without *', 'Use {*} or {**} instead of *.'];
  }
  return undefined;
}
