import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { shown, stringAt, stringListAt } from '../../../../manifest/read.js';
import { actionOf, operationsOf, rulesOf } from '../../../model/istio/access-rules.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { AUTHORIZATION_POLICY } from '../../../model/istio/selectors.js';
import { defineRule } from '../../rule.js';

const ENOUGH = ['MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'];

export default defineRule({
  id: 'istio/paths-are-normalized',
  severity: 'warning',
  scope: 'object',
  summary: 'Policies refuse paths by what is not allowed, or the mesh normalizes paths in full.',
  rationale:
    'Istio compares paths as BASE leaves them: //admin and /%61dmin are not /admin to a rule, and often are to the server behind it.',
  source: 'https://istio.io/latest/docs/ops/best-practices/security/#customize-your-system-on-path-normalization',
  appliesTo: [AUTHORIZATION_POLICY],
  passes: example('notPaths'),
  fails: example('paths'),
  *check(resource, cluster) {
    const action = actionOf(resource);
    const installs = installsOf(cluster);
    const weak = installs.find(
      ({ meshConfig }) => !ENOUGH.includes(stringAt(meshConfig, 'pathNormalization', 'normalization') ?? ''),
    );
    const told = installs.length > 0 && weak === undefined;
    if (told) return;
    const field = action === 'DENY' || action === 'CUSTOM' ? 'paths' : 'notPaths';
    for (const rule of rulesOf(resource)) {
      for (const { path, operation } of operationsOf(rule)) {
        const paths = stringListAt(operation, field);
        if (paths.length === 0) continue;
        const mode = stringAt(weak?.meshConfig, 'pathNormalization', 'normalization');
        const far = installs.length === 0 ? ', as far as these files tell' : '';
        yield {
          path: at(path, field),
          got: `${action} by ${field} ${listed(paths)}, with path normalization ${shown(mode ?? 'BASE')}${far}`,
          expected:
            'pathNormalization MERGE_SLASHES or DECODE_AND_MERGE_SLASHES, or an ALLOW rule that names its paths',
          fix: `Set meshConfig.pathNormalization.normalization, or allow the paths that are meant instead: spelt as /${paths[0] ?? '/'} a path gets past the rule.`,
        };
      }
    }
  },
});

function example(field: string): string {
  return `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: no-admin, namespace: apps }
spec: { action: DENY, rules: [{ to: [{ operation: { ${field}: [/admin] } }] }] }
`;
}
