import { expect, test } from 'vitest';
import { synthesizeFleet } from '../../../lib/fleet/synthesize.js';
import { parseManifests } from '../../../lib/manifest/load.js';
import { objectLabel } from '../../../lib/manifest/object.js';
import { judge } from '../../../lib/policy/judge.js';
import { allRules } from '../../../lib/policy/rules/all.js';
import { validate } from '../../../lib/schema/validate.js';
import { TrustHierarchy } from '../../../lib/trust/trust-hierarchy.js';
import { SHIPPED_ROOT } from '../../fixtures/roots.js';
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
    subjects: files
      .filter(({ path }) => path.endsWith('.yaml'))
      .flatMap(({ path, text }) => parseManifests(text, path).subjects),
  }));
  const { findings, crashes } = await judge(views, {
    rules: allRules,
    validators: [{ name: 'schema', validate }],
  });
  expect(crashes).toEqual([]);
  return findings
    .filter((finding) => finding.severity === severity)
    .map(({ rule, subject, path, got }) => `${rule} ${objectLabel(subject.object)} ${path}: ${got}`);
}

test.each(OPTION_SETS)('schema and policy find no error in a control plane with %s', async (_name, setup) => {
  expect(await verdictOn(setup, 'error')).toEqual([]);
});

test('policy warns of images without digests, and of pods that start unmeshed while a single injector is away', async () => {
  const warnings = await verdictOn({ roots: [SHIPPED_ROOT] }, 'warning');
  expect([...new Set(warnings.map((line) => line.split(' ')[0]))]).toEqual([
    'linkerd/webhooks-fail-safely',
    'pod/image-has-a-digest',
  ]);
});
