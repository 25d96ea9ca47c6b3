import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPaths } from '../../lib/manifest/load-files.js';
import { groupOf, identityKey, type ManifestObject } from '../../lib/manifest/object.js';
import { ApiServer } from './support/api-server.js';
import { Checkout } from './support/checkout.js';
import { definePrerequisites } from './support/crds.js';
import { clusterCommands, preparation } from './support/documented-commands.js';
import { clustersOf, identities, listedObjects } from './support/inventories.js';
import type { Kubectl } from './support/kubectl.js';
import { objections, podsOf } from './support/pods.js';
import { REPOSITORY } from './support/repository.js';

const SECTION = 'Apply it to two clusters';
const OURS = 'app.kubernetes.io/managed-by=meshwright';

const checkout = new Checkout();
const output = join(checkout.folder, 'dist');

beforeAll(() => {
  for (const command of preparation(SECTION)) checkout.run(command);
});
afterAll(() => checkout.remove());

describe.concurrent('the commands of the README', () => {
  test.each(clustersOf(join(REPOSITORY, 'dist')))('apply %s, and change nothing the second time', async (name) => {
    const server = await ApiServer.start(basename(name));
    try {
      await definePrerequisites(server.kubectl, manifests(name));
      expect(await complaints(server.kubectl, name)).toEqual([]);
      const applied = await server.kubectl.objects(OURS);
      expect(identities(applied.filter(({ kind }) => kind !== 'Secret'))).toEqual(listedObjects(output, name));

      expect(await complaints(server.kubectl, name)).toEqual([]);
      expect(versions(await server.kubectl.objects(OURS))).toEqual(versions(applied));

      const pods = podsOf(manifests(name));
      expect(pods.length).toBeGreaterThan(0);
      expect(await objections(server.kubectl, pods)).toEqual([]);
    } finally {
      await server.stop();
    }
  });
});

/** What the commands print besides what they have applied. */
async function complaints(kubectl: Kubectl, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const command of clusterCommands(SECTION, name, checkout.folder)) {
    const { code, stdout, stderr } = await kubectl.shell(command, checkout.folder);
    const other = stdout
      .split('\n')
      .filter((line) => line !== '' && !/ (serverside-applied|condition met)$/.test(line));
    if (code !== 0) found.push(`${command}\nended with ${code ?? 'a signal'}`);
    found.push(...other, ...stderr.split('\n').filter((line) => line !== ''));
  }
  return found;
}

/** The version of each object; it rises with whatever is written to it. */
function versions(objects: readonly ManifestObject[]): Map<string, unknown> {
  return new Map(
    objects
      // The definition of a Gateway gives it a status by default, which each application writes anew.
      .filter(({ apiVersion, kind }) => kind !== 'Gateway' || groupOf(apiVersion) !== 'gateway.networking.k8s.io')
      .map((object) => [identityKey(object), object.metadata['resourceVersion']]),
  );
}

function manifests(name: string): ManifestObject[] {
  const { clusters } = loadPaths([join(output, name)]);
  return clusters.flatMap(({ view }) => view.subjects.map(({ object }) => object));
}
