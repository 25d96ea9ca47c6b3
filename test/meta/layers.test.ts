import { expect, test } from 'vitest';
import { importsOf, sourceFiles } from './source-files.js';

/** The common ground that both sides stand on. */
const GROUND = ['diagnostic', 'formats', 'releases', 'manifest', 'input'];

/** What the constructs of every part of the writing side stand on, besides the ground. */
const FLEET = [...GROUND, 'write/fleet', 'imports'];

/**
 * What each part may import besides itself. The two sides meet in YAML alone: `write` imports nothing of `judge`, nor `judge` of
 * `write`. Within each side the data flows down this list.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  diagnostic: [],
  formats: ['diagnostic'],
  releases: ['diagnostic', 'formats', 'imports'],
  manifest: ['diagnostic', 'formats', 'releases'],
  input: ['diagnostic', 'formats'],
  'write/fleet': [...GROUND, 'write/secrets/secret-content'],
  'write/trust': FLEET,
  'write/secrets': FLEET,
  'write/workload': FLEET,
  'write/linkerd': [...FLEET, 'write/workload', 'write/trust'],
  'write/istio': [...FLEET, 'write/workload', 'write/trust'],
  'write/nats': [...FLEET, 'write/trust', 'write/secrets', 'write/workload', 'write/linkerd'],
  'write/observability': [...FLEET, 'write/trust', 'write/workload', 'write/linkerd', 'write/istio', 'write/nats'],
  'write/application': [...FLEET, 'write/workload', 'write/linkerd', 'write/istio', 'write/observability'],
  'write/platform': [
    ...FLEET,
    ...['write/trust', 'write/secrets', 'write/workload', 'write/linkerd', 'write/istio', 'write/nats'],
    ...['write/observability', 'write/application'],
  ],
  'judge/finding': GROUND,
  'judge/schema': [...GROUND, 'judge/finding', 'imports'],
  'judge/model': GROUND,
  'judge/policy': [...GROUND, 'judge/finding', 'judge/model'],
  'judge/upgrade': [...GROUND, 'judge/finding', 'judge/model', 'judge/schema'],
  parity: [...GROUND, 'write/fleet', 'write/linkerd'],
  report: [...GROUND, 'judge/finding', 'judge/policy', 'judge/upgrade'],
};

const parts = sourceFiles(['lib']).filter(({ path }) => !path.startsWith('lib/cli/') && path !== 'lib/index.ts');

/** `lib/write/nats/client.ts` is of `write/nats`, `lib/manifest/prune/plan.ts` of `manifest`. */
const partOf = (path: string) => {
  const [first = '', second = ''] = path.replace(/^lib\//, '').split('/');
  return (first === 'write' || first === 'judge' ? `${first}/${second}` : first).replace(/\.ts$/, '');
};

test('every part of lib has its place in the flow', () => {
  expect([...new Set(parts.map(({ path }) => partOf(path)))].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

test('imports point down the flow; judging imports nothing of writing, nor writing of judging', () => {
  const offences = parts.flatMap((file) => {
    const allowed = MAY_IMPORT[partOf(file.path)] ?? [];
    return importsOf(file)
      .filter((target) => target.startsWith('lib/') || target.startsWith('imports/'))
      .filter((target) => partOf(target) !== partOf(file.path))
      .filter((target) => {
        const path = target.replace(/^lib\//, '').replace(/\.ts$/, '');
        return !allowed.some((place) => path === place || path.startsWith(`${place}/`));
      })
      .map((target) => `${file.path} imports ${target}`);
  });
  expect(offences).toEqual([]);
});

test('systems import only the public surface, so that anyone can write one', () => {
  const systems = sourceFiles(['systems']);
  const imported = systems.flatMap((file) => importsOf(file).map((target) => ({ from: file.path, target })));
  expect(imported.filter(({ target }) => target === 'lib/index.ts').length).toBeGreaterThanOrEqual(5);
  const offences = imported.filter(({ target }) => /^(lib|imports|scripts|test|bench)\//.test(target));
  expect(offences.filter(({ target }) => target !== 'lib/index.ts')).toEqual([]);
});

test('lib imports neither systems nor scripts nor tests', () => {
  const offences = sourceFiles(['lib']).flatMap((file) =>
    importsOf(file).filter((target) => /^(systems|scripts|test|bench)\//.test(target)),
  );
  expect(offences).toEqual([]);
});

test('no files import each other in a circle, not even types', () => {
  const imports = new Map(
    sourceFiles(['lib']).map((file) => [file.path, importsOf(file).filter((target) => target.startsWith('lib/'))]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    const place = way.indexOf(path);
    if (place >= 0) circles.push([...way.slice(place), path].join(' -> '));
    if (place >= 0 || done.has(path)) return;
    for (const target of imports.get(path) ?? []) visit(target, [...way, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  expect(circles).toEqual([]);
});
