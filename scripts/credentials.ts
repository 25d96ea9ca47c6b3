import { Command } from 'commander';
import { registerCredentials } from '../lib/cli/credentials.js';
import { readRoots } from '../lib/cli/roots.js';
import { allSystems } from '../systems/all.js';

const program = new Command('npm run --').description("the credentials of this repository's fleets");
// With one command alone, commander would take its name for the fleet's.
registerCredentials(program, () => allSystems({ roots: (fleet) => readRoots(fleet) }));
await program.parseAsync(['credentials', ...process.argv.slice(2)], { from: 'user' });
