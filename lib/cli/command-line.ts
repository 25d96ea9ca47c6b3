import type { Command } from 'commander';

/**
 * Makes a program and its commands throw instead of ending the process, and print the usage below what is wrong with a command
 * line. Call it after all commands are added.
 */
export function explainMisuse(program: Command): void {
  for (const command of [program, ...program.commands, ...program.commands.flatMap((group) => group.commands)]) {
    command.exitOverride().showHelpAfterError(`Usage: ${command.createHelp().commandUsage(command)}`);
  }
}
