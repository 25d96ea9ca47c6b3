import type { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { actionOf, operationsOf, rulesOf } from '../../../model/istio/access-rules.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { AUTHORIZATION_POLICY } from '../../../model/istio/selectors.js';
import { defineRule } from '../../rule.js';

const ENOUGH = ['MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'];

export default defineRule<Field>({
  id: 'istio/paths-are-normalized',
  severity: 'warning',
  scope: 'object',
  summary: 'Policies list the paths that they allow, not those that they refuse, or the mesh normalizes paths fully.',
  rationale:
    'With normalization BASE, //admin and /%61dmin are not /admin to a rule, but often are to the server behind it.',
  source: 'https://istio.io/latest/docs/ops/best-practices/security/#customize-your-system-on-path-normalization',
  appliesTo: [AUTHORIZATION_POLICY],
  reads: ['ConfigMap', 'install.istio.io/IstioOperator', 'sailoperator.io/Istio', 'sailoperator.io/IstioRevision'],
  passes: example('notPaths'),
  fails: example('paths'),
  about: (policy) =>
    rulesOf(policy)
      .flatMap(operationsOf)
      .flatMap((operation) => [operation.at('paths'), operation.at('notPaths')])
      .filter(({ texts }) => texts.length > 0),
  *check(field, cluster) {
    const action = actionOf(field.resource);
    const refusing = action === 'DENY' || action === 'CUSTOM' ? 'paths' : 'notPaths';
    if (!field.path.endsWith(`.${refusing}`)) return;
    const modes = installsOf(cluster).map(({ meshConfig }) => meshConfig.at('pathNormalization', 'normalization'));
    const weak = modes.find(({ text = '' }) => !ENOUGH.includes(text));
    if (modes.length > 0 && weak === undefined) return;
    yield field.violation({
      got: `${action} by ${refusing} ${listed(field.texts)}, with path normalization ${weak?.text ?? 'BASE'}${modes.length === 0 ? ', which no file sets' : ''}`,
      expected: 'pathNormalization MERGE_SLASHES or DECODE_AND_MERGE_SLASHES, or an ALLOW rule that names its paths',
      effect: `A path that is written as /${field.texts[0] ?? '/'} bypasses the rule.`,
      fix: 'Set meshConfig.pathNormalization.normalization, or allow the paths that are meant instead.',
    });
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
