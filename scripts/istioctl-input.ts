import { istioctlInput } from '../lib/cli/istioctl-input.js';
import { refusalText } from '../lib/cli/refusal.js';
import { readRoots } from '../lib/cli/roots.js';
import { allSystems } from '../systems/all.js';

try {
  const fleets = allSystems({ roots: (fleet) => readRoots(fleet) });
  process.stdout.write(istioctlInput(fleets, process.argv[2] ?? ''));
} catch (error) {
  process.stderr.write(`${refusalText(error)}\n`);
  process.exitCode = 2;
}
