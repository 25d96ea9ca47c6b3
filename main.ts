import { runSynth } from './lib/cli/synth.js';
import { allSystems } from './systems/all.js';

process.exitCode = await runSynth(allSystems);
