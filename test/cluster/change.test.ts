import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identityKey, type ManifestObject } from '../../lib/manifest/object.js';
import type { Fleet } from '../../lib/write/platform/fleet.js';
import { eventually } from '../integration/support/eventually.js';
import { ApiServer } from './support/api-server.js';
import { definePrerequisites } from './support/crds.js';
import { CHANGE, complaints, FIRST_APPLICATION } from './support/documented-commands.js';
import { identities, listedObjects, manifestsOf } from './support/inventories.js';
import { OutputRepository } from './support/output-repository.js';
import { emptyShops, SHOPS, type ShopsState, shops } from './support/shops.js';
import { addUnrelated, isUnrelated, UNRELATED } from './support/unrelated-objects.js';

const OURS = 'app.kubernetes.io/managed-by=meshwright,app.kubernetes.io/part-of=shops';

const START: ShopsState = {
  callers: ['kiosk', 'courier'],
  path: '/v1/orders',
  ratings: true,
  subjects: ['orders.>'],
};
const FEWER: ShopsState = { ...START, callers: ['kiosk'] };
const MOVED: ShopsState = { ...FEWER, path: '/v2/orders' };
const MORE: ShopsState = { ...MOVED, callers: ['kiosk', 'auditor'] };
const EXCHANGED: ShopsState = { ...MORE, callers: ['cashier'], path: '/v3/orders' };
const ALONE: ShopsState = { ...EXCHANGED, ratings: false };
const STREAMING: ShopsState = { ...ALONE, subjects: ['orders.>', 'returns.>'] };

const repository = new OutputRepository();
const running: ApiServer[] = [];
let server: ApiServer;

beforeAll(async () => {
  server = await ApiServer.start('hub', { controllers: true });
  running.push(server);
  repository.write(shops(START));
  repository.commit();
  await definePrerequisites(server.kubectl, manifestsOf(repository.output, SHOPS));
  expect(await complaints(FIRST_APPLICATION, SHOPS, repository.folder, server.kubectl)).toEqual([]);
  await addUnrelated(server.kubectl, 'apps');
});

afterAll(async () => {
  for (const started of running) await started.stop();
  repository.remove();
});

describe('a change, applied and pruned as the README says, does not change the new objects', () => {
  test.each([
    { change: 'a caller is taken away', state: FEWER, gone: ['courier'] },
    { change: 'a path changes', state: MOVED, gone: ['/v1/orders'] },
    { change: 'a caller is added', state: MORE, gone: [] },
    { change: 'callers and a path change at once', state: EXCHANGED, gone: ['kiosk', 'auditor', '/v2/orders'] },
    { change: 'a service goes', state: ALONE, gone: ['ratings'] },
    { change: 'a stream changes', state: STREAMING, gone: [] },
  ])('$change', async ({ state, gone }) => {
    const [before, unrelated] = [await ours(), await others()];
    await change(shops(state));
    const after = await ours();
    expect(identities(after)).toEqual(listedObjects(repository.output, SHOPS));
    // What stays is what was there, not another object of its name.
    const now = uids(after);
    expect(now).toMatchObject(uids(before.filter((object) => identityKey(object) in now)));
    expect(gone.filter((word) => JSON.stringify(after).includes(word))).toEqual([]);
    expect(uids(await others())).toMatchObject(uids(unrelated));
  });

  test('an object that another owner has claimed stays', async () => {
    await change(shops(START));
    await server.kubectl.must([
      ...['label', 'service', 'ratings', '--namespace=apps', `${UNRELATED}=yes`],
      ...['app.kubernetes.io/managed-by-', 'app.kubernetes.io/part-of-'],
    ]);
    const unrelated = uids(await others());
    expect(Object.keys(unrelated)).toContain('/Service/apps/ratings');
    await change(shops(ALONE));
    expect(uids(await others())).toMatchObject(unrelated);
    expect(identities(await ours())).toEqual(listedObjects(repository.output, SHOPS));
  });

  test('namespaces, definitions, and servers with their volumes and guards stay until they are included', async () => {
    const kept = (await ours()).filter(
      ({ kind, metadata: { namespace } }) =>
        kind === 'Namespace' || kind === 'CustomResourceDefinition' || namespace === 'nats-system',
    );
    const claims = await claimsOf('nats-system');
    expect(claims).toHaveLength(1);
    await change(emptyShops());
    const left = await ours();
    expect(uids(left)).toMatchObject(uids(kept.filter(({ kind }) => KEPT.includes(kind))));
    const keptKeys = new Set(identities(kept));
    expect(identities(left).filter((key) => !keptKeys.has(key))).toEqual(listedObjects(repository.output, SHOPS));
    expect(await claimsOf('nats-system')).toEqual(claims);

    const all = 'npm run -s prune -- shops/hub --include namespaces,crds,claims | sh';
    expect(await server.kubectl.shell(all, repository.folder)).toMatchObject({ code: 0, stderr: '' });
    const listed = listedObjects(repository.output, SHOPS);
    // The server goes on naming kinds for a moment after their definitions are gone.
    await eventually(
      `the cluster holds ${listed.join()}`,
      async () => identities(await ours()),
      (found) => found.join() === listed.join(),
    );
  });
});

/** What stays as long as it is not included. */
const KEPT = ['Namespace', 'CustomResourceDefinition', 'StatefulSet', 'NetworkPolicy', 'Server', 'AuthorizationPolicy'];

/** Writes the next state, applies and prunes it, and commits it. */
async function change(fleet: Fleet): Promise<void> {
  repository.write(fleet);
  expect(await complaints(CHANGE, SHOPS, repository.folder, server.kubectl)).toEqual([]);
  repository.commit();
}

/** What the fleet has put into the cluster; controllers make their own objects of it, which go with it. */
async function ours(): Promise<ManifestObject[]> {
  const objects = await server.kubectl.objects(OURS);
  return objects.filter(
    (object) =>
      !isUnrelated(object) &&
      object.kind !== 'PersistentVolumeClaim' &&
      object.metadata['ownerReferences'] === undefined,
  );
}

function others(): Promise<ManifestObject[]> {
  return server.kubectl.objects(UNRELATED);
}

async function claimsOf(namespace: string): Promise<string[]> {
  const names = await server.kubectl.must(['get', 'persistentvolumeclaims', `--namespace=${namespace}`, '-o=name']);
  return names.split('\n').filter((line) => line !== '');
}

/** The uid of each object, which another object of its name does not have. */
function uids(objects: readonly ManifestObject[]): Record<string, unknown> {
  return Object.fromEntries(objects.map((object) => [identityKey(object), object.metadata['uid']]));
}
