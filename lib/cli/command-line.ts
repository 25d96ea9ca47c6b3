import type { Command } from 'commander';

/**
 * Has a program and its commands, once all are added, throw instead of ending the process; and say, below what is wrong with a command
 * line, what a right one looks like.
 */
export function explainMisuse(program: Command): void {
  for (const command of [program, ...program.commands, ...program.commands.flatMap((group) => group.commands)]) {
    command.exitOverride().showHelpAfterError(`Usage: ${command.createHelp().commandUsage(command)}`);
  }
}
