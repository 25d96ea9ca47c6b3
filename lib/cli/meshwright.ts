#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { registerTrust } from './trust.js';

const program = new Command('meshwright').exitOverride();
registerTrust(program);
for (const command of program.commands.flatMap((group) => [group, ...group.commands])) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Commander has printed its message; help and version leave with 0, bad usage with 2.
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
