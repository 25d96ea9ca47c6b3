import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addUpgradeOptions, upgradeFrom } from '../../lib/cli/upgrade-options.js';
import { formatDiagnostic } from '../../lib/diagnostic.js';

function given(...args: string[]) {
  const command = addUpgradeOptions(new Command()).exitOverride();
  command.parse(args, { from: 'user' });
  const { from, to, problems } = upgradeFrom(command.opts());
  return { from, to, problems: problems.map(formatDiagnostic) };
}

test('each project has a release to lead to and one to start from', () => {
  expect(
    given('--kubernetes', 'v1.35.2', '--from-kubernetes', '1.33', '--cert-manager', '1.21', '--nats', '2.15.3'),
  ).toEqual({
    from: { kubernetes: '1.33' },
    to: { kubernetes: '1.35', 'cert-manager': '1.21', nats: '2.15.3' },
    problems: [],
  });
});

test('unknown releases, starts alone and NATS without a patch number are refused at once', () => {
  expect(given('--linkerd', '3', '--from-istio', '1.30', '--from-argo-cd', '1', '--nats', '2.15').problems).toEqual([
    '--from-argo-cd is 1, expected a release of Argo CD whose changes are known: 3.4, 3.5, 3.6. Name one of these. A release between two of them that is not listed changes no kinds.',
    '--linkerd is 3, expected a release of Linkerd whose changes are known: 2.19, 2.20. Name one of these. A release between two of them that is not listed changes no kinds.',
    '--nats is 2.15, expected a release with its patch number, such as 2.15.3, because patch releases of NATS change what permissions mean. Name the release that the image has.',
    '--from-istio is 1.30, without a release to upgrade to, expected --istio beside it. Add --istio, or remove --from-istio.',
  ]);
});

test('a command line without a release is refused', () => {
  expect(given().problems).toEqual([
    'The command line is without a release to upgrade to, expected at least one, such as --kubernetes 1.35 or --istio 1.32. Name the releases that the clusters get. `meshwright upgrade --help` lists the projects.',
  ]);
});
