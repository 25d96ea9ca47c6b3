import { describe, expect, test } from 'vitest';
import { COMPATIBILITY } from '../../lib/releases/compatibility.js';
import { knownReleases } from '../../lib/releases/known.js';
import { misfits, newestFitting } from '../../lib/releases/misfit.js';
import type { ClusterReleases } from '../../lib/releases/project.js';

const sentences = (releases: ClusterReleases) =>
  misfits(releases).map(
    ({ project, got, expected, effect = '', fix }) => `${project} ${got}; ${expected}; ${effect}; ${fix}`,
  );

describe('releases that do not go together', () => {
  test.each<[string, ClusterReleases, string]>([
    [
      'an Istio that needs a newer Kubernetes',
      { kubernetes: '1.29', istio: '1.32' },
      'istio 1.32 with Kubernetes 1.29; Kubernetes 1.32 or later, which Istio 1.32 supports; ; Use another release of Kubernetes: no known release of Istio supports 1.29. See https://istio.io/latest/docs/releases/supported-releases/.',
    ],
    [
      'an Istio that a newer one replaces',
      { kubernetes: '1.37', istio: '1.31' },
      'istio 1.31 with Kubernetes 1.37; Kubernetes 1.32 to 1.36, which Istio 1.31 supports; ; Use Istio 1.32, or another release of Kubernetes. See https://istio.io/latest/docs/releases/supported-releases/.',
    ],
    [
      'a Gateway API whose rules an old API server cannot compile',
      { kubernetes: '1.30', 'gateway-api': '1.5.1' },
      'gateway-api 1.5.1 with Kubernetes 1.30; Kubernetes 1.31 or later, which Gateway API 1.5.1 supports; The API server rejects the definitions: it does not accept functions of their CEL rules.; Use Gateway API 1.2 or 1.3 or 1.4, or another release of Kubernetes. See https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries.',
    ],
    [
      'a Flux that needs a newer Kubernetes, unlike the one before it',
      { kubernetes: '1.32', flux: '2.9' },
      'flux 2.9 with Kubernetes 1.32; Kubernetes 1.33 or later, which Flux 2.9 supports; ; Use Flux 2.7, or another release of Kubernetes. See https://github.com/fluxcd/flux2/blob/v2.9.5/cmd/flux/check.go.',
    ],
  ])('%s', (_, releases, sentence) => {
    expect(sentences(releases)).toEqual([sentence]);
  });

  test('the experimental channel of the Gateway API has limits of its own', () => {
    expect(misfits({ kubernetes: '1.31', 'gateway-api': '1.6.1' })).toEqual([]);
    expect(sentences({ kubernetes: '1.31', 'gateway-api': '1.6.1-experimental' })[0]).toContain(
      'Use Gateway API 1.2-experimental or 1.3-experimental or 1.4-experimental or 1.5-experimental,',
    );
  });

  test('a release line is held against the line of a patch release', () => {
    expect(misfits({ linkerd: '2.20', 'gateway-api': '1.5' })).toEqual([]);
    expect(misfits({ linkerd: '2.20', 'gateway-api': '1.6' })).toHaveLength(1);
    expect(misfits({ linkerd: '2.20', 'gateway-api': '1.5.2' })).toHaveLength(1);
  });

  test('a project whose release is unknown is not judged', () => {
    expect(misfits({ istio: '1.32', 'cert-manager': '1.18' })).toEqual([]);
  });
});

describe('the default release of a project', () => {
  test.each([
    ['cert-manager', '1.29', '1.18'],
    ['cert-manager', '1.31', '1.19'],
    ['cert-manager', '1.36', '1.21'],
    ['flux', '1.32', '2.7'],
    ['trust-manager', '1.29', '0.25'],
  ] as const)('%s on Kubernetes %s is %s', (project, kubernetes, release) => {
    expect(newestFitting(project, { kubernetes })).toBe(release);
  });

  test('is the newest if none goes together with the others', () => {
    expect(newestFitting('cert-manager', { kubernetes: '1.37' })).toBe(knownReleases('cert-manager').at(-1));
  });

  test('is not held back by others that do not go together', () => {
    expect(newestFitting('trust-manager', { kubernetes: '1.29', istio: '1.32' })).toBe('0.25');
  });
});

test.each(COMPATIBILITY.map((entry) => [`${entry.project} with ${entry.other}`, entry] as const))(
  'the table of %s covers known releases only, and has a source',
  (_, { project, supports, source }) => {
    expect(source).toMatch(/^https:\/\//);
    const known = knownReleases(project);
    const lines = Object.keys(supports).map((line) => line.replace('-experimental', ''));
    // Envoy Gateway runs gateways from 1.5 on, though its own kinds are known from 1.7 on.
    const unknown = lines.filter((line) => !known.includes(line));
    expect(unknown).toEqual(project === 'envoy-gateway' ? ['1.5', '1.6'] : []);
    expect(lines).toContain(known.at(-1));
  },
);
