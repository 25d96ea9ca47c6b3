import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { OutputTree } from '../../../lib/manifest/output-tree.js';
import { synthesizeFleet } from '../../../lib/write/fleet/synthesize.js';
import type { Fleet } from '../../../lib/write/platform/fleet.js';
import { Checkout } from './checkout.js';

/** A git repository whose `dist/` a fleet of the test's own is written to, as a user's is. */
export class OutputRepository {
  readonly #checkout = new Checkout();
  readonly folder = this.#checkout.folder;
  readonly output = join(this.folder, 'dist');

  constructor() {
    rmSync(this.output, { recursive: true });
    this.#checkout.run('git init --quiet');
  }

  /** Writes what the fleet comes to, and nothing else, into `dist/`. */
  write(fleet: Fleet): void {
    const tree = new OutputTree(this.output, 'test');
    for (const { files } of synthesizeFleet(fleet)) tree.stage(files);
    tree.commit();
  }

  commit(): void {
    const author = '-c user.name=test -c user.email=test@example.com';
    this.#checkout.run(`git add --all dist && git ${author} commit --quiet --allow-empty --message=State`);
  }

  remove(): void {
    this.#checkout.remove();
  }
}
