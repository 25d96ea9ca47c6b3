import { type Diagnostic, InvalidInput } from '../diagnostic.js';

/** Whether an error is a refusal of the operating system, such as a folder without permission or a full disk. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** A refusal of the operating system in the shape of every other message. */
function systemProblem({ code, message, path }: NodeJS.ErrnoException): Diagnostic {
  if (code === 'ENOENT' && path !== undefined) {
    return { where: path, got: 'not there', expected: 'a path that exists', fix: 'Correct the path, and run again.' };
  }
  // Node writes the path behind the reason: `EACCES: permission denied, mkdir '/folder'`.
  const reason = message.replace(/ '.*$/s, '');
  return {
    where: path ?? 'The file system',
    got: `refused by the system (${reason})`,
    expected: 'a place that this user can read and write',
    fix: 'Correct the path, its permissions or the space on its disk, and run again.',
  };
}

/** What was wrong with the input or the system, where an error says that; undefined for an error of the program itself. */
export function asInvalidInput(error: unknown): InvalidInput | undefined {
  if (error instanceof InvalidInput) return error;
  return isSystemError(error) ? new InvalidInput([systemProblem(error)]) : undefined;
}

/** The message of an error that ends a command. Of one in the program itself, the trace shows the line. */
export function refusalText(error: unknown): string {
  const invalid = asInvalidInput(error);
  if (invalid !== undefined) return invalid.message;
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `The program stopped with an error of its own.\n\n${trace}`;
}
