import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import { type Change, firstReleases } from '../../../../lib/judge/upgrade/change.js';
import { allChanges } from '../../../../lib/judge/upgrade/changes/all.js';
import { readRelease, releaseLines } from '../../../../lib/judge/upgrade/project.js';
import { Field } from '../../../../lib/manifest/field.js';
import { parseManifests } from '../../../../lib/manifest/load.js';
import { CERT_MANAGER_EXAMPLES } from './cert-manager.js';
import type { ChangeExample } from './example.js';
import { ISTIO_CASES, ISTIO_EXAMPLES } from './istio.js';
import { KUBERNETES_EXAMPLES } from './kubernetes.js';
import { LINKERD_CASES, LINKERD_EXAMPLES } from './linkerd.js';
import { NATS_CASES, NATS_EXAMPLES } from './nats.js';
import { PROMETHEUS_OPERATOR_EXAMPLES } from './prometheus-operator.js';

const examples: readonly ChangeExample[] = [
  ...KUBERNETES_EXAMPLES,
  ...ISTIO_EXAMPLES,
  ...LINKERD_EXAMPLES,
  ...CERT_MANAGER_EXAMPLES,
  ...PROMETHEUS_OPERATOR_EXAMPLES,
  ...NATS_EXAMPLES,
];

function changeNamed(id: string): Change {
  const change = allChanges.find((each) => each.id === id);
  if (change === undefined) throw new Error(`There is no change ${id}.`);
  return change;
}

/** `Kind path` of each field that the change concerns. */
function places(id: string, text: string): string[] {
  const { kinds, concerns } = changeNamed(id);
  const { resources, notes } = parseManifests(text, 'objects.yaml');
  expect(notes).toEqual([]);
  const index = new ClusterIndex({ name: 'hub', resources });
  return index
    .ofKind(...kinds)
    .toSorted((a, b) => a.document - b.document)
    .flatMap((resource) => concerns(Field.of(resource), index))
    .map(({ resource, path }) => `${resource.object.kind} ${path}`);
}

test('each change has an example, and no id is used twice', () => {
  const ids = allChanges.map(({ id }) => id);
  expect(examples.map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(examples)('$id', ({ id, concerned, at, spared }) => {
  test('is reported at the fields that it concerns', () => {
    expect(places(id, concerned)).toEqual(at);
  });

  test('is not reported for other objects', () => {
    expect(places(id, spared)).toEqual([]);
  });
});

test.each([...ISTIO_CASES, ...LINKERD_CASES, ...NATS_CASES])('%s: %s', (id, _title, text, concerned) => {
  expect(places(id, text).length > 0).toBe(concerned);
});

describe.each(allChanges)('$id', (change) => {
  test('names its project, a release that an upgrade can lead to, and a page of upstream', () => {
    expect(change.id.startsWith(`${change.project}/`)).toBe(true);
    const [oldest = ''] = releaseLines(change.project);
    for (const release of firstReleases(change)) expect(readRelease(change.project, release)).toBe(release);
    expect(firstReleases(change)).not.toContain(oldest);
    expect(change.source).toMatch(/^https:\/\/\S+$/);
  });

  test('says in whole sentences what differs and what to do', () => {
    for (const sentence of [change.what, change.effect ?? 'None.', change.action]) expect(sentence).toMatch(/^\S.*\.$/);
  });
});
