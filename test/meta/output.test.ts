import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readRoots } from '../../lib/cli/roots.js';
import { joinJudgements, judge } from '../../lib/judge/policy/judge.js';
import { allRules } from '../../lib/judge/policy/rules/all.js';
import { validate } from '../../lib/judge/schema/validate.js';
import { findSources, loadCluster } from '../../lib/manifest/load-files.js';
import type { ClusterView } from '../../lib/manifest/resource.js';
import { synthesizeFleet } from '../../lib/write/fleet/synthesize.js';
import { allSystems } from '../../systems/all.js';
import { sourceFiles } from './source-files.js';

const synthesized = () => {
  const files = new Map<string, string>();
  for (const fleet of allSystems({ roots: (name) => readRoots(name) })) {
    for (const output of synthesizeFleet(fleet))
      for (const { path, text } of output.files) files.set(`dist/${path}`, text);
  }
  return files;
};

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

const committed = sourceFiles(['dist'], ['.yaml', '.tsv']);

test('dist equals a fresh synthesis', () => {
  expect(new Map(committed.map(({ path, text }) => [path, text]))).toEqual(
    new Map([...synthesized()].sort(([a], [b]) => (a < b ? -1 : 1))),
  );
});

test('two syntheses in one process give the same bytes', () => {
  const [fleet] = allSystems({ roots: (name) => readRoots(name) });
  const files = () => (fleet === undefined ? [] : [...synthesizeFleet(fleet)].flatMap((output) => output.files));
  expect(files().length).toBeGreaterThan(20);
  expect(files()).toEqual(files());
});

test('dist is in order by every schema and rule, except for the known warnings', async () => {
  const fleets = new Map<string, ClusterView[]>();
  for (const source of findSources(['dist']).clusters) {
    fleets.set(source.fleet, [...(fleets.get(source.fleet) ?? []), loadCluster(source).view]);
  }
  const judges = { rules: allRules, validators: [{ name: 'schema', validate }] };
  const judgements = await Promise.all([...fleets.values()].map((clusters) => judge(clusters, judges)));
  const { findings, crashes } = joinJudgements(judgements);
  expect(crashes).toEqual([]);
  const counts = new Map<string, number>();
  for (const { rule, severity } of findings)
    counts.set(`${severity} ${rule}`, (counts.get(`${severity} ${rule}`) ?? 0) + 1);
  expect(Object.fromEntries(counts)).toEqual({
    // No digest of these images is known.
    'warning pod/image-has-a-digest': 140,
    // As the Linkerd charts have it: the API server, and the proxies, are called on ports that nothing names.
    'warning network/rule-names-its-ports': 12,
    // A control plane of one replica would otherwise keep itself from starting.
    'warning linkerd-control-plane/webhooks-fail-safely': 4,
    // The broker cluster of nats-mtls has one node.
    'warning nats/leafnode-remote-lists-every-hub-node': 1,
  });
});

test('dist holds no key, password, token or seed, and no tag that moves', () => {
  const forbidden = [
    /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
    /\bS[UAONCX][A-Z2-7]{56}\b/,
    /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\./,
    /\$2[aby]\$\d\d\$/,
    /natspass/,
    /^kind: Secret$/m,
    /image: \S*:latest\b/,
    // What istiod fills in at a gateway has the version of istiod itself.
    /image: (?!auto$)[^:@\s]+$/m,
  ];
  const offences = committed.flatMap(({ path, text }) =>
    forbidden.filter((pattern) => pattern.test(text)).map((pattern) => `${path}: ${pattern}`),
  );
  expect(offences).toEqual([]);
});

test('dist names no version of the project, so that an upgrade changes no object', () => {
  const own = `app.kubernetes.io/version: ${version}`;
  expect(committed.filter(({ text }) => text.includes(own)).map(({ path }) => path)).toEqual([]);
});

test('every object is labeled with its name, its fleet and its manager', () => {
  for (const { path, text } of committed.filter((file) => file.path.endsWith('.yaml'))) {
    const documents = text.split('\n---\n').length;
    for (const label of ['name', 'part-of', 'managed-by: meshwright']) {
      const labels = text.match(/^ {2}labels:\n(?: {4}.*\n)+/gm) ?? [];
      const count = labels.filter((block) => block.includes(`    app.kubernetes.io/${label}`)).length;
      expect(count, `${path} ${label}`).toBe(documents);
    }
  }
});
