import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addReleaseOptions, releasesFrom } from '../../lib/cli/release-options.js';
import { formatDiagnostic } from '../../lib/diagnostic.js';

function given(...args: string[]) {
  const command = addReleaseOptions(new Command()).exitOverride();
  command.parse(args, { from: 'user' });
  const { releases, problems } = releasesFrom(command.opts());
  return { releases, problems: problems.map(formatDiagnostic) };
}

test('releases are minor releases; a patch number changes nothing', () => {
  expect(given('--kubernetes', '1.33', '--istio', '1.31.4', '--cert-manager', 'v1.20.2')).toEqual({
    releases: { kubernetes: '1.33', istio: '1.31', 'cert-manager': '1.20' },
    problems: [],
  });
});

test('the Gateway API has an experimental channel, and nothing else has', () => {
  expect(given('--gateway-api', '1.4-experimental').releases).toEqual({ 'gateway-api': '1.4-experimental' });
  expect(given('--istio', '1.31-experimental').releases).toEqual({ istio: '1.31' });
});

test('all unknown releases are refused at once', () => {
  expect(given('--kubernetes', '1.28', '--istio', 'latest', '--linkerd', '2.20').problems).toEqual([
    '--kubernetes is 1.28, expected a release of Kubernetes whose kinds are known: 1.29, 1.30, 1.31, 1.32, 1.33, 1.34, 1.35, 1.36, 1.37. Use the release that the clusters run, or remove the option to judge by the newest.',
    '--istio is latest, expected a release of Istio whose kinds are known: 1.30, 1.31, 1.32. Use the release that the clusters run, or remove the option to judge by the newest.',
  ]);
});

test('releases that do not go together are refused, with what goes together', () => {
  expect(given('--kubernetes', '1.29', '--istio', '1.32', '--cert-manager', '1.21').problems).toEqual([
    '--istio is 1.32 with Kubernetes 1.29, expected Kubernetes 1.32 or later, which Istio 1.32 supports. Use another release of Kubernetes: no known release of Istio supports 1.29. See https://istio.io/latest/docs/releases/supported-releases/.',
    '--cert-manager is 1.21 with Kubernetes 1.29, expected Kubernetes 1.33 to 1.36, which cert-manager 1.21 supports. Use cert-manager 1.18, or another release of Kubernetes. See https://cert-manager.io/docs/releases/.',
  ]);
});
