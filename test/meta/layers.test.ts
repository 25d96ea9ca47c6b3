import { expect, test } from 'vitest';
import { importsOf, sourceFiles } from './source-files.js';

/**
 * What each part may import besides itself. The data flows down this list: systems describe fleets of constructs, constructs
 * become manifests, manifests are judged.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  problem: [],
  props: ['problem', 'manifest/did-you-mean'],
  manifest: ['problem', 'policy/finding'],
  prune: ['manifest'],
  'nats-conf': ['problem'],
  fleet: ['problem', 'props', 'manifest', 'secrets/secret-content'],
  trust: ['problem', 'props', 'manifest', 'fleet', 'imports'],
  secrets: ['problem', 'props', 'manifest', 'fleet', 'trust/go-duration', 'imports'],
  workload: ['problem', 'props', 'manifest', 'fleet', 'imports'],
  linkerd: ['problem', 'props', 'manifest', 'fleet', 'workload', 'trust', 'imports'],
  istio: ['problem', 'props', 'manifest', 'fleet', 'workload', 'trust', 'imports'],
  parity: ['problem', 'props', 'manifest', 'fleet', 'linkerd', 'policy/finding'],
  nats: ['problem', 'props', 'manifest', 'fleet', 'trust', 'secrets', 'workload', 'linkerd', 'nats-conf', 'imports'],
  observability: ['problem', 'props', 'manifest', 'fleet', 'trust', 'workload', 'linkerd', 'istio', 'nats', 'imports'],
  application: ['problem', 'props', 'manifest', 'fleet', 'workload', 'linkerd', 'istio', 'observability', 'imports'],
  schema: ['problem', 'manifest', 'policy/finding', 'imports'],
  policy: ['problem', 'manifest', 'nats-conf', 'trust/go-duration', 'trust/certificate', 'trust/address', 'trust/pem'],
  report: ['problem', 'manifest', 'policy'],
};

const parts = sourceFiles(['lib']).filter(({ path }) => !path.startsWith('lib/cli/') && path !== 'lib/index.ts');

const partOf = (path: string) =>
  path
    .replace(/^lib\//, '')
    .split('/')[0]
    ?.replace(/\.ts$/, '') ?? '';

test('every part of lib has its place in the flow', () => {
  expect([...new Set(parts.map(({ path }) => partOf(path)))].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

test('imports point down the flow; policy and schema import no construct, constructs import no policy', () => {
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

test('lib imports neither systems nor scripts nor tests', () => {
  const offences = sourceFiles(['lib']).flatMap((file) =>
    importsOf(file).filter((target) => /^(systems|scripts|test|bench)\//.test(target)),
  );
  expect(offences).toEqual([]);
});
