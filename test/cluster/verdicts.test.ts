import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { validate } from '../../lib/judge/schema/validate.js';
import { groupOf, type ManifestObject } from '../../lib/manifest/object.js';
import { ApiServer } from './support/api-server.js';
import { definePrerequisites } from './support/crds.js';
import { DryRun } from './support/dry-run.js';
import { clustersOf, manifestsOf } from './support/inventories.js';
import { type Mutant, mutantsOf } from './support/object-mutants.js';
import { REPOSITORY } from './support/repository.js';
import { servedReleases } from './support/served-releases.js';

/** One mutant of so many is asked about, and all that the table below names by their change. */
const EVERY = 7;
/** Objects that are larger are left out if their kind has a smaller one: their mutants repeat those of others. */
const LETTERS = 7000;
/** So many are asked about at a time. */
const AT_ONCE = 8;
const CRD = 'CustomResourceDefinition';
/** The schemas of the Sail operator are not to be had: here, its kinds accept anything. */
const WITHOUT_SCHEMA = 'sailoperator.io';

/** Why something is refused here that the API server accepts. */
const REFUSED_ON_PURPOSE: readonly { readonly kind: RegExp; readonly change?: RegExp; readonly reason: string }[] = [
  { kind: /^(?:networking|security)\.istio\.io\//, reason: "Istio's webhook refuses it, which does not run here." },
  { kind: /^policy\.linkerd\.io\//, reason: "Linkerd's webhook refuses it, which does not run here." },
  { kind: /^cert-manager\.io\//, reason: "cert-manager's webhook refuses it, which does not run here." },
  {
    kind: /^gateway\.envoyproxy\.io\//,
    change: /\.envoyDeployment\..*\b(?:type|whenUnsatisfiable): /,
    reason: 'The API server refuses the pods that Envoy Gateway makes of it, not the EnvoyProxy.',
  },
  {
    kind: /^(?:apps|batch)\//,
    change: /\.volumes\[0\]\.\w+: left out$/,
    reason: 'A volume without a source is an empty folder, whatever its author forgot.',
  },
  {
    kind: /^(?:apps|batch)\//,
    change: /Probe\.\w+: zero$/,
    reason: 'A zero in a probe does not mean zero: the API server replaces it with a default.',
  },
  {
    kind: /^apps\/v1\/StatefulSet$/,
    change: /^spec\.volumeClaimTemplates: the first item twice$/,
    reason: 'Of two claims with the same name, pods get one.',
  },
  {
    kind: /^apps\/v1\/StatefulSet$/,
    change: /^spec\.volumeClaimTemplates\[0\]\.(?:apiVersion|kind): /,
    reason: 'Pods get a PersistentVolumeClaim, whatever the template says that it is.',
  },
];

interface Disagreement {
  readonly kind: string;
  readonly change: string;
  readonly accepted: boolean;
  readonly words: string;
}

const objects = clustersOf(join(REPOSITORY, 'dist')).flatMap((name) => manifestsOf(join(REPOSITORY, 'dist'), name));
const releases = servedReleases();
let server: ApiServer;
let disagreements: readonly Disagreement[] = [];

beforeAll(async () => {
  server = await ApiServer.start('verdicts');
  await prepare();
  const dryRun = new DryRun(server.endpoint);
  try {
    disagreements = await disagreementsOn(sample(), dryRun);
  } finally {
    dryRun.close();
  }
});
afterAll(() => server.stop());

test('knows the releases of what the API server has', () => {
  expect(Object.keys(releases)).toEqual(expect.arrayContaining(['kubernetes', 'istio', 'cert-manager', 'gateway-api']));
});

test('refuses whatever the API server refuses', () => {
  expect(disagreements.filter(({ accepted }) => !accepted)).toEqual([]);
});

test('accepts whatever the API server accepts, with few exceptions', () => {
  expect(disagreements.filter((one) => one.accepted && !REFUSED_ON_PURPOSE.some((row) => explains(row, one)))).toEqual(
    [],
  );
});

test.each(REFUSED_ON_PURPOSE)('needs the exception: $reason', (row) => {
  expect(disagreements.some((one) => one.accepted && explains(row, one))).toBe(true);
});

/** Makes the kinds and the namespaces of all objects known to the server. */
async function prepare(): Promise<void> {
  const definitions = objects.filter(({ kind }) => kind === CRD);
  await server.kubectl.apply(...new Map(definitions.map((crd) => [crd.metadata.name, crd])).values());
  await definePrerequisites(
    server.kubectl,
    objects.filter(({ kind }) => kind !== CRD),
  );
  const names = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  await server.kubectl.apply(
    ...[...names].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  );
}

/** Mutants of the largest object of each kind. */
function sample(): readonly Mutant[] {
  const chosen = new Map<string, ManifestObject>();
  for (const object of objects.toSorted((a, b) => lettersOf(a) - lettersOf(b))) {
    if (object.kind === CRD || groupOf(object.apiVersion) === WITHOUT_SCHEMA) continue;
    if (lettersOf(object) < LETTERS || !chosen.has(kindOf(object))) chosen.set(kindOf(object), object);
  }
  const isNamed = ({ object, change }: Mutant) =>
    REFUSED_ON_PURPOSE.some((row) => row.change?.test(change) === true && row.kind.test(kindOf(object)));
  return [...chosen.values()].flatMap(mutantsOf).filter((mutant, index) => index % EVERY === 0 || isNamed(mutant));
}

async function disagreementsOn(mutants: readonly Mutant[], dryRun: DryRun): Promise<readonly Disagreement[]> {
  const found: Disagreement[] = [];
  for (let start = 0; start < mutants.length; start += AT_ONCE) {
    const batch = mutants.slice(start, start + AT_ONCE).map((mutant) => disagreementOn(mutant, dryRun));
    found.push(...(await Promise.all(batch)).flatMap((one) => one ?? []));
  }
  return found;
}

async function disagreementOn({ object, change }: Mutant, dryRun: DryRun): Promise<Disagreement | undefined> {
  const refusal = await dryRun.refusal(object);
  const resource = { object, file: 'mutant.yaml', document: 0 };
  const findings = await validate({ name: 'verdicts', resources: [resource], releases });
  const errors = findings.filter(({ severity }) => severity === 'error');
  const accepted = refusal === undefined;
  if (accepted === (errors.length === 0)) return undefined;
  const ours = errors.map(({ path, got, expected }) => `${path} is ${got}, expected ${expected}`).join('; ');
  return { kind: kindOf(object), change, accepted, words: refusal ?? ours };
}

function explains({ kind, change = /^/ }: (typeof REFUSED_ON_PURPOSE)[number], one: Disagreement): boolean {
  return kind.test(one.kind) && change.test(one.change);
}

function kindOf({ apiVersion, kind }: ManifestObject): string {
  return `${apiVersion}/${kind}`;
}

function lettersOf(object: ManifestObject): number {
  return JSON.stringify(object).length;
}
