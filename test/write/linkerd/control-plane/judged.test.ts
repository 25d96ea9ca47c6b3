import { expect, test } from 'vitest';
import { judge } from '../../../../lib/judge/policy/judge.js';
import { allRules } from '../../../../lib/judge/policy/rules/all.js';
import { validate } from '../../../../lib/judge/schema/validate.js';
import { parseManifests } from '../../../../lib/manifest/load.js';
import { objectLabel } from '../../../../lib/manifest/object.js';
import { synthesizeFleet } from '../../../../lib/write/fleet/synthesize.js';
import { TrustHierarchy } from '../../../../lib/write/trust/trust-hierarchy.js';
import { SHIPPED_ROOT } from '../../../fixtures/roots.js';
import { fleetWith, type Setup } from './control-plane.js';
import { OPTION_SETS } from './option-sets.js';

/** What schema and policy find in the manifests of a control plane with its trust. */
async function verdictOn(setup: Setup, severity: 'error' | 'warning'): Promise<string[]> {
  const fleet = fleetWith({
    ...setup,
    beside: (chart, cluster) => {
      new TrustHierarchy(chart, 'trust', { cluster, root: { kind: 'offline', certificates: [SHIPPED_ROOT] } });
    },
  });
  const views = [...synthesizeFleet(fleet)].map(({ cluster, files }) => ({
    name: cluster,
    resources: files
      .filter(({ path }) => path.endsWith('.yaml'))
      .flatMap(({ path, text }) => parseManifests(text, path).resources),
  }));
  const { findings, crashes } = await judge(views, {
    rules: allRules,
    validators: [{ name: 'schema', validate }],
  });
  expect(crashes).toEqual([]);
  return findings
    .filter((finding) => finding.severity === severity)
    .map(({ rule, resource, path, got }) => `${rule} ${objectLabel(resource.object)} ${path}: ${got}`);
}

test.each(OPTION_SETS)('schema and policy find no error in a control plane with %s', async (_name, setup) => {
  expect(await verdictOn(setup, 'error')).toEqual([]);
});

test('policy warns of images without digests, and of pods that start unmeshed while a single injector is away', async () => {
  const warnings = await verdictOn({ roots: [SHIPPED_ROOT] }, 'warning');
  expect([...new Set(warnings.map((line) => line.split(' ')[0]))]).toEqual([
    'linkerd-control-plane/webhooks-fail-safely',
    'pod/image-has-a-digest',
  ]);
});
