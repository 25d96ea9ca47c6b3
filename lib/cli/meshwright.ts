#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { allRules } from '../policy/rules/all.js';
import { registerCheck, UNABLE } from './check.js';

const program = new Command('meshwright')
  .description('plain, proven YAML for meshed, multi-cluster messaging')
  .exitOverride();

registerCheck(
  program,
  {
    today: new Date().toISOString().slice(0, 10),
    judges: { rules: allRules, validators: [] },
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  },
  (code) => {
    process.exitCode = code;
  },
);

try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed its message already, and ends help and version with 0.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : UNABLE;
  else {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = UNABLE;
  }
}
