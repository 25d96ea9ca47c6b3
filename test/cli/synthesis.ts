import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { synth } from '../../lib/cli/synth.js';
import type { Judges } from '../../lib/judge/policy/judge.js';
import { validate } from '../../lib/judge/schema/validate.js';
import type { ClusterProps } from '../../lib/write/fleet/cluster-props.js';
import { Fleet } from '../../lib/write/platform/fleet.js';

export const onlySchema: Judges = { rules: [], validators: [{ name: 'schema', validate }] };

export const HUB: ClusterProps = {
  kubernetesVersion: '1.33',
  nodeAddresses: ['192.0.2.1'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
};

/** A fleet of one ConfigMap; `spec` is no field of it. */
export function fleetOf(data: Record<string, string>, more: object = {}): Fleet {
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('hub', HUB);
  cluster.add('config', (chart) => {
    new ApiObject(chart, 'c', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'ns' },
      data,
      ...more,
    });
  });
  return fleet;
}

/** Runs of the command for one output folder, and what they print. */
export class Synthesis {
  readonly outdir = join(mkdtempSync(join(tmpdir(), 'synth-')), 'dist');
  out = '';
  /** With `dist` in place of the path of the output. */
  err = '';

  run(fleets: readonly Fleet[], judges: Judges = onlySchema, since?: string): Promise<number> {
    return synth(() => fleets, {
      outdir: this.outdir,
      ...(since === undefined ? {} : { since }),
      run: 'test',
      isRunning: (other) => other === 'alive',
      today: '2030-01-01',
      judges,
      out: (text) => {
        this.out += text;
      },
      err: (text) => {
        this.err += text.replaceAll(this.outdir, 'dist');
      },
    });
  }

  /** Every file of the output, by its path. */
  tree(): Record<string, string> {
    return filesBelow(this.outdir);
  }

  remove(): void {
    rmSync(dirname(this.outdir), { recursive: true, force: true });
  }
}

function filesBelow(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? Object.entries(filesBelow(path)) : [[path, readFileSync(path, 'utf8')]];
    }),
  );
}
