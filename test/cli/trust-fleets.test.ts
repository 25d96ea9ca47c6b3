import { webcrypto } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { load } from 'js-yaml';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readRoots } from '../../lib/cli/roots.js';
import { registerTrust } from '../../lib/cli/trust.js';
import { fleetPlan } from '../../lib/cli/trust-plan.js';
import { Fleet } from '../../lib/write/platform/fleet.js';
import { TrustHierarchy } from '../../lib/write/trust/trust-hierarchy.js';
import type { TrustRoot } from '../../lib/write/trust/trust-root.js';
import { allSystems } from '../../systems/all.js';
import { network } from '../support/application.js';
import { at, objectsOf } from '../support/synth.js';

/** The systems of a user who has no root yet. */
const systems = () => allSystems({ roots: () => [] });

describe('trust of fleets that a program describes', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'meshwright-trust-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  async function trust(fleets: () => readonly Fleet[], ...args: string[]): Promise<{ code: number; err: string }> {
    let [code, err] = [0, ''];
    const program = new Command().exitOverride();
    registerTrust(program, {
      fleets,
      context: () => ({ cwd, now: new Date('2030-01-01T00:00:00Z'), crypto: webcrypto, print: () => undefined }),
      printError: (line) => {
        err += line;
      },
      exit: (status) => {
        code = status;
      },
    });
    for (const command of program.commands.flatMap((group) => group.commands)) {
      command.exitOverride().configureOutput({ writeErr: () => undefined });
    }
    await program.parseAsync(['trust', ...args], { from: 'user' });
    return { code, err };
  }
  /** Secrets by cluster, as `namespace/name`. */
  const secrets = (fleet: string, generation = 1) => {
    const folder = join(cwd, 'trust', fleet, `root-${generation}`);
    const clusters = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return Object.fromEntries(
      clusters.map(({ name }) => [
        name,
        readdirSync(join(folder, name))
          .filter((file) => file.endsWith('.secret.yaml'))
          .map((file) => {
            const { metadata } = load(readFileSync(join(folder, name, file), 'utf8')) as {
              metadata: { namespace: string; name: string };
            };
            return `${metadata.namespace}/${metadata.name}`;
          }),
      ]),
    );
  };

  test('create makes what each cluster needs, in the namespace of its own mesh', async () => {
    expect(await trust(systems, 'create', 'erlmcp')).toEqual({ code: 0, err: '' });
    expect(secrets('erlmcp')).toEqual({
      istio: ['istio-system/istio-ca-intermediate'],
      linkerd: ['linkerd/linkerd-identity-intermediate'],
    });
    await trust(systems, 'create', 'nats-mtls', '--cluster', 'leaf');
    expect(secrets('nats-mtls')).toEqual({
      leaf: ['linkerd/linkerd-identity-intermediate', 'nats-system/nats-messaging-intermediate'],
    });
    await trust(systems, 'add-cluster', 'nats-mtls', 'broker');
    expect(Object.keys(secrets('nats-mtls'))).toEqual(['broker', 'leaf']);
    expect(await trust(systems, 'rotate', 'nats-mtls')).toEqual({ code: 0, err: '' });
  });

  test('what is made is what the issuers of the output sign with', () => {
    for (const fleet of allSystems({ roots: (name) => readRoots(name) })) {
      for (const { name, intermediates } of fleetPlan([fleet], fleet.name, []).clusters) {
        const issuers = objectsOf(fleet, name).filter(({ kind }) => kind === 'Issuer');
        for (const { namespace, secretName } of intermediates) {
          const signs = issuers.some(
            (issuer) => issuer.metadata.namespace === namespace && at(issuer, 'spec.ca.secretName') === secretName,
          );
          expect([fleet.name, name, namespace, secretName, signs]).toEqual([
            fleet.name,
            name,
            namespace,
            secretName,
            true,
          ]);
        }
      }
    }
  });

  test.each([
    [
      ['create', 'nats-mtl', '--cluster', 'a'],
      "Fleet name is 'nats-mtl', expected a fleet: nats-mtls, erlmcp, aikernel, fusion-core, titan. Did you mean nats-mtls? Correct the name, or add it to the program first.",
    ],
    [
      ['create', 'nats-mtls', '--cluster', 'brokr', 'leaf'],
      "Cluster name is 'brokr', expected a cluster of fleet 'nats-mtls': broker, leaf. Did you mean broker? Correct the name, or add it to the program first.",
    ],
    [
      ['create', 'nats-mtls', '--cluster', 'leaf', 'leaf'],
      "Option --cluster is 'leaf' more than once, expected each cluster once. Remove the duplicate.",
    ],
    [
      ['add-cluster', 'titan', 'third'],
      "Cluster name is 'third', expected a cluster of fleet 'titan': primary, secondary. Correct the name, or add it to the program first.",
    ],
    [
      ['rotate', 'titn'],
      "Fleet name is 'titn', expected a fleet: nats-mtls, erlmcp, aikernel, fusion-core, titan. Did you mean titan? Correct the name, or add it to the program first.",
    ],
  ])('fails, and writes nothing: %j', async (args, sentence) => {
    expect(await trust(systems, ...args)).toEqual({ code: 2, err: sentence });
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('takes no option for what the fleet says', async () => {
    await expect(trust(systems, 'create', 'erlmcp', '--mesh-namespace', 'x')).rejects.toThrow(
      "unknown option '--mesh-namespace'",
    );
  });

  test('fails where the root is elsewhere, the trust domains differ, or a cluster needs nothing', async () => {
    const fleetWith =
      (...trusted: (readonly [root: TrustRoot | undefined, trustDomain: string])[]) =>
      () => {
        const fleet = new Fleet('fleet');
        for (const [index, [root, trustDomain]] of trusted.entries()) {
          const cluster = fleet.addCluster(`c${index}`, { ...network, nodeAddresses: [`192.0.2.${index + 1}`] });
          if (root === undefined) continue;
          cluster.add('trust', (chart) => {
            new TrustHierarchy(chart, 'trust', { cluster, root, trustDomain });
          });
        }
        return [fleet];
      };
    const offline: TrustRoot = { kind: 'offline', certificates: [] };
    expect((await trust(fleetWith([{ kind: 'self-signed' }, 'a.b']), 'create', 'fleet')).err).toBe(
      "TrustHierarchy 'c0': root is of kind 'self-signed', expected an 'offline' root, whose key this command creates. Leave out the cluster: cert-manager creates its intermediates.",
    );
    expect((await trust(fleetWith([offline, 'a.b'], [offline, 'c.d']), 'create', 'fleet')).err).toBe(
      "Fleet 'fleet': trustDomain is 'a.b' and 'c.d', expected one trust domain for all clusters. Give all of them the same trustDomain.",
    );
    expect((await trust(fleetWith([offline, 'a.b'], [undefined, '']), 'create', 'fleet')).err).toBe(
      "Cluster 'c1' is without intermediates, expected a TrustHierarchy with a mesh, or with messaging. Add one to its components, or leave out the cluster.",
    );
    expect((await trust(fleetWith([offline, 'A B']), 'create', 'fleet')).err).toContain(
      "TrustHierarchy 'c0': trustDomain is 'A B'",
    );
    expect(readdirSync(cwd)).toEqual([]);
    expect(await trust(fleetWith([offline, 'a.b']), 'create', 'fleet')).toEqual({ code: 0, err: '' });
    expect(readdirSync(join(cwd, 'trust/fleet/root-1/c0')).some((file) => file.startsWith('mesh'))).toBe(false);
  });
});
