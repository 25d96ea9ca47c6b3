import { Command, CommanderError } from 'commander';
import { explainMisuse } from '../lib/cli/command-line.js';
import { registerCredentials } from '../lib/cli/credentials.js';
import { readRoots } from '../lib/cli/roots.js';
import { allSystems } from '../systems/all.js';

const program = new Command('npm run --').description("the credentials of this repository's fleets");
// With a single command, commander would read its name as that of the fleet.
registerCredentials(program, () => allSystems({ roots: (fleet) => readRoots(fleet) }));
explainMisuse(program);
try {
  await program.parseAsync(['credentials', ...process.argv.slice(2)], { from: 'user' });
} catch (error) {
  // Commander has printed its message already, and ends help with 0.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
