import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from './repository.js';

/** A copy of this repository's files, as they are now, in which commands may change what they like. */
export class Checkout {
  readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'meshwright-checkout-'));
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const files = execFileSync('git', list, { cwd: REPOSITORY, encoding: 'utf8' }).split('\0');
    for (const file of files.filter((path) => path !== '' && existsSync(join(REPOSITORY, path)))) {
      cpSync(join(REPOSITORY, file), join(this.folder, file));
    }
    symlinkSync(join(REPOSITORY, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** Runs a command of a shell; throws, with what it has printed, where it fails. */
  run(command: string): void {
    execFileSync('bash', ['-euo', 'pipefail', '-c', command], { cwd: this.folder, encoding: 'utf8' });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
