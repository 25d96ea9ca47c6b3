import { type Diagnostic, InvalidInput } from '../diagnostic.js';

/** Whether the operating system refused something: a folder without permission, a full disk. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** An error of the operating system as a diagnostic. */
function systemProblem({ code, message, path }: NodeJS.ErrnoException): Diagnostic {
  if (code === 'ENOENT' && path !== undefined) {
    return { where: path, got: 'not there', expected: 'a path that exists', fix: 'Correct the path, and run again.' };
  }
  // Node writes the path after the reason: `EACCES: permission denied, mkdir '/folder'`.
  const reason = message.replace(/ '.*$/s, '');
  return {
    where: path ?? 'The file system',
    got: `refused by the system (${reason})`,
    expected: 'a place that this user can read and write',
    fix: 'Correct the path, its permissions or the space on its disk, and run again.',
  };
}

/** What was wrong with the input or the system; undefined for an error of the program itself. */
export function asInvalidInput(error: unknown): InvalidInput | undefined {
  if (error instanceof InvalidInput) return error;
  return isSystemError(error) ? new InvalidInput([systemProblem(error)]) : undefined;
}

/** The message of an error that ends a command; with the trace for an error of the program itself. */
export function refusalText(error: unknown): string {
  const invalid = asInvalidInput(error);
  if (invalid !== undefined) return invalid.message;
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `The program stopped because of an internal error.\n\n${trace}`;
}
