#!/usr/bin/env node
import { runProgram } from './program.js';

// A reader such as `head` may exit before everything is written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode =
  (await runProgram(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  })) ?? process.exitCode;
