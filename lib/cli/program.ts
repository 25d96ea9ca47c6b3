import { Command, CommanderError } from 'commander';
import { explainMisuse } from './command-line.js';

const UNABLE = 2;

/** Where a command prints, and its exit code. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

type Register = (program: Command, terminal: Terminal, finish: (code: number) => void) => Promise<void>;

/** Each command is loaded only if it is used: loading the certificate code takes longer than judging a small folder. */
const commands: Readonly<Record<string, Register>> = {
  check: async (program, terminal, finish) => {
    const [{ registerCheck }, { allRules }, { judgeSchemas }] = await Promise.all([
      import('./check.js'),
      import('../judge/policy/rules/all.js'),
      import('../judge/schema/validate.js'),
    ]);
    const judges = { rules: allRules, validators: [{ name: 'schema', validate: judgeSchemas }] };
    registerCheck(program, { ...terminal, today: new Date().toISOString().slice(0, 10), judges }, finish);
  },
  parity: async (program, _terminal, finish) => {
    const { registerParity } = await import('./parity.js');
    registerParity(program, finish);
  },
  prune: async (program, terminal, finish) => {
    const { registerPrune } = await import('./prune.js');
    registerPrune(program, terminal, finish);
  },
  trust: async (program) => {
    const { registerTrust } = await import('./trust.js');
    registerTrust(program);
  },
  upgrade: async (program, terminal, finish) => {
    const { registerUpgrade } = await import('./upgrade.js');
    registerUpgrade(program, terminal, finish);
  },
};

/** Runs `meshwright` with the words behind its name, and returns the exit code; undefined if a command sets its own. */
export async function runProgram(words: readonly string[], terminal: Terminal): Promise<number | undefined> {
  const program = new Command('meshwright')
    .description('plain, proven YAML for meshed, multi-cluster messaging')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  const [wanted = ''] = words;
  let code: number | undefined;
  // Help shows all of them.
  const needed = Object.hasOwn(commands, wanted) ? [wanted] : Object.keys(commands);
  for (const name of needed) {
    await commands[name]?.(program, terminal, (finished) => {
      code = finished;
    });
  }
  explainMisuse(program);
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    // Commander has printed its message already, and exits with 0 after help and version.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : UNABLE;
    terminal.err(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    return UNABLE;
  }
  return code;
}
