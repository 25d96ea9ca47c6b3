import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { groupOf, identityKey, type ManifestObject } from '../../lib/manifest/object.js';
import { ApiServer } from './support/api-server.js';
import { Checkout } from './support/checkout.js';
import { definePrerequisites } from './support/crds.js';
import { complaints, FIRST_APPLICATION, preparation } from './support/documented-commands.js';
import { clustersOf, identities, listedObjects, manifestsOf } from './support/inventories.js';
import { objections, onHostNetwork, podsOf } from './support/pods.js';
import { REPOSITORY } from './support/repository.js';

const OURS = 'app.kubernetes.io/managed-by=meshwright';

const STATUS_BY_DEFAULT = ['Gateway', 'GatewayClass'];

const checkout = new Checkout();
const output = join(checkout.folder, 'dist');

beforeAll(() => {
  for (const command of preparation(FIRST_APPLICATION)) checkout.run(command);
});
afterAll(() => checkout.remove());

describe.concurrent('the commands of the README', () => {
  test.each(clustersOf(join(REPOSITORY, 'dist')))('apply %s, and change nothing the second time', async (name) => {
    const objects = manifestsOf(output, name);
    const server = await ApiServer.start(basename(name));
    try {
      await definePrerequisites(server.kubectl, objects);
      expect(await complaints(FIRST_APPLICATION, name, checkout.folder, server.kubectl)).toEqual([]);
      const applied = await server.kubectl.objects(OURS);
      expect(identities(applied.filter(({ kind }) => kind !== 'Secret'))).toEqual(listedObjects(output, name));

      expect(await complaints(FIRST_APPLICATION, name, checkout.folder, server.kubectl)).toEqual([]);
      expect(versions(await server.kubectl.objects(OURS))).toEqual(versions(applied));

      const pods = podsOf(objects);
      expect(await objections(server.kubectl, pods)).toEqual([]);
      const restricted = pods.filter(({ metadata }) => isRestricted(objects, metadata.namespace));
      expect(restricted.length).toBeGreaterThan(0);
      const refused = restricted.map(({ metadata }) =>
        expect.stringMatching(`"${metadata.name}" .* violates PodSecurity`),
      );
      expect(await objections(server.kubectl, restricted.map(onHostNetwork))).toEqual(refused);
    } finally {
      await server.stop();
    }
  });
});

/** The version of each object; it rises with whatever is written to it. */
function versions(objects: readonly ManifestObject[]): Map<string, unknown> {
  return new Map(
    objects
      // Their definitions give them a status by default, which each apply writes again.
      .filter(
        ({ apiVersion, kind }) =>
          !(STATUS_BY_DEFAULT.includes(kind) && groupOf(apiVersion) === 'gateway.networking.k8s.io'),
      )
      .map((object) => [identityKey(object), object.metadata['resourceVersion']]),
  );
}

function isRestricted(objects: readonly ManifestObject[], namespace: string | undefined): boolean {
  return objects.some(
    ({ kind, metadata }) =>
      kind === 'Namespace' &&
      metadata.name === namespace &&
      metadata.labels?.['pod-security.kubernetes.io/enforce'] === 'restricted',
  );
}
