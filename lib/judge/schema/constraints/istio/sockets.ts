import type { Field } from '../../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../../violation.js';

/** How the address of a Unix domain socket starts. */
export const SOCKET = 'unix://';

/** Reports a `unix://` address that names no file and no abstract socket. */
export function* checkSocket(address: Field): Iterable<SchemaViolation> {
  const path = (address.text ?? '').slice(SOCKET.length);
  if (path.startsWith('@') || (path.startsWith('/') && !path.endsWith('/'))) return;
  yield notAllowed(address, {
    expected: `${SOCKET}/<path of a file> or ${SOCKET}@<name>`,
    fix: 'Name the socket by its whole path.',
  });
}
