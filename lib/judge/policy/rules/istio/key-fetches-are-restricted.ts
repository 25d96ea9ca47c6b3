import { at } from '../../../../manifest/field-path.js';
import { objectLabel } from '../../../../manifest/object.js';
import { listAt, objectAt, shown, stringAt, stringsAt, valueAt } from '../../../../manifest/read.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { REQUEST_AUTHENTICATION } from '../../../model/istio/selectors.js';
import { defineRule } from '../../rule.js';

const BLOCKED = 'BLOCKED_CIDRS_IN_JWKS_URIS';

export default defineRule({
  id: 'istio/key-fetches-are-restricted',
  severity: 'warning',
  scope: 'cluster',
  summary: 'Keys for tokens are not fetched from networks of the cluster and its nodes.',
  rationale:
    'istiod fetches whatever jwksUri a RequestAuthentication names: who may write one reads through it what only istiod reaches, such as metadata of the cloud.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0175/',
  appliesTo: [REQUEST_AUTHENTICATION],
  passes: example('169.254.0.0/16'),
  fails: example(''),
  *check(cluster) {
    const fetching = cluster
      .ofKind(REQUEST_AUTHENTICATION)
      .filter(({ object }) => listAt(object, 'spec', 'jwtRules').some((rule) => stringAt(rule, 'jwks') === undefined));
    const [first] = fetching;
    if (first === undefined) return;
    const why = `${objectLabel(first.object)} makes istiod fetch keys`;
    const expected = `${BLOCKED} with the networks of nodes, pods and metadata services`;
    const fix =
      'Set it, such as to 169.254.0.0/16,127.0.0.0/8: as it stands who writes a RequestAuthentication chooses what istiod calls.';
    for (const resource of cluster.ofKind('apps/Deployment')) {
      const pod = cluster.podOf(resource);
      if (pod === undefined || stringsAt(resource.object, 'metadata', 'labels')['app'] !== 'istiod') continue;
      const set = pod.containers.some(({ spec }) =>
        listAt(spec, 'env').some(
          (entry) =>
            stringAt(entry, 'name') === BLOCKED &&
            (stringAt(entry, 'value') !== '' || objectAt(entry, 'valueFrom') !== undefined),
        ),
      );
      const container = pod.containers.find(({ name }) => name === 'discovery') ?? pod.containers[0];
      if (set || container === undefined) continue;
      yield { resource, path: at(container.path, 'env'), got: `no ${BLOCKED}, and ${why}`, expected, fix };
    }
    for (const { resource, values, valuesPath, fillsDefaults } of installsOf(cluster)) {
      const given = valueAt(values, 'pilot', 'env', BLOCKED);
      if (!fillsDefaults || (typeof given === 'string' && given !== '')) continue;
      yield {
        resource,
        path: at(valuesPath, 'pilot', 'env', BLOCKED),
        got: `${shown(given)}, and ${why}`,
        expected,
        fix,
      };
    }
  },
});

function example(blocked: string): string {
  return `
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.30.3, namespace: istio-system, values: { pilot: { env: { ${BLOCKED}: "${blocked}" } } } }
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: web, namespace: apps }
spec: { jwtRules: [{ issuer: "https://login.example.org", jwksUri: "https://login.example.org/keys" }] }
`;
}
