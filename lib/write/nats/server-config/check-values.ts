import { Variable } from '../../../formats/nats-conf/value.js';
import { shown } from '../../../input/fault.js';
import type { Faults } from './faults.js';
import type { Tls } from './model.js';

/** A value that is printed in quotes or bare, where a variable would not be expanded, or only partly. */
export function checkLiteral(faults: Faults, field: string, text: string): void {
  faults.require(
    !/\$[A-Za-z_{]/.test(text),
    field,
    shown(text),
    'a literal text: a variable is not expanded inside one',
    'Use a Variable for the whole value.',
  );
}

export function checkVariable(faults: Faults, field: string, value: unknown): void {
  if (!(value instanceof Variable)) return;
  faults.require(
    /^[A-Za-z_]\w*$/.test(value.name),
    field,
    `a variable named ${shown(value.name)}`,
    'a name of letters, digits and underscores that does not begin with a digit',
    'Rename the variable.',
  );
}

export function checkName(faults: Faults, field: string, text: string): void {
  checkLiteral(faults, field, text);
  faults.require(/^[^\s.*>]+$/.test(text), field, shown(text), "a name without spaces, '.', '*' and '>'", 'Rename it.');
}

export function checkPath(faults: Faults, field: string, path: string): void {
  checkLiteral(faults, field, path);
  faults.require(/^\/[^\s]*$/.test(path), field, shown(path), 'an absolute path', 'Start it with a slash.');
}

export function checkPort(faults: Faults, field: string, port: number): void {
  faults.require(
    Number.isInteger(port) && port >= 1 && port <= 65_535,
    field,
    String(port),
    'an integer from 1 to 65535',
    'Choose a port in this range.',
  );
}

export function checkCount(faults: Faults, field: string, count: number | undefined): void {
  faults.require(
    count === undefined || (Number.isInteger(count) && count >= 1),
    field,
    String(count),
    'an integer of at least 1',
    'Raise it, or remove it to use the default.',
  );
}

export function checkTls(faults: Faults, field: string, tls: Tls): void {
  checkPath(faults, `${field}.certFile`, tls.certFile);
  checkPath(faults, `${field}.keyFile`, tls.keyFile);
  checkPath(faults, `${field}.caFile`, tls.caFile);
  const timeout = tls.timeout?.toMilliseconds();
  faults.require(
    timeout === undefined || (timeout > 0 && timeout <= 60_000),
    `${field}.timeout`,
    `${timeout}ms`,
    'more than 0 s and at most 60 s',
    'Choose a time in this range.',
  );
}

/** Host and port, where the host is a name, an IPv4 address or an IPv6 address in brackets. */
export const hostAndPort = /^(?:\[[\dA-Fa-f:]+\]|[\w-]+(?:\.[\w-]+)*):(\d+)$/;

/**
 * Checks a URL that is dialed. The part before an `@` is a secret, so such a URL is never shown.
 *
 * @param schemes accepted schemes, the one that messages name first
 */
export function checkUrl(faults: Faults, field: string, url: string, schemes: readonly [string, ...string[]]): void {
  const expected = `${schemes[0]}://<host>:<port>`;
  if (url.includes('@')) {
    faults.add(
      field,
      'a URL with a user or password',
      expected,
      'Move them into a variable that an included file defines.',
    );
    return;
  }
  checkLiteral(faults, field, url);
  const [, scheme = '', rest = ''] = /^([a-z-]+):\/\/(.*)$/.exec(url) ?? [];
  const port = Number(hostAndPort.exec(rest)?.[1]);
  faults.require(
    schemes.includes(scheme) && port >= 1 && port <= 65_535,
    field,
    shown(url),
    expected,
    'Write the scheme, the host and the port.',
  );
}
