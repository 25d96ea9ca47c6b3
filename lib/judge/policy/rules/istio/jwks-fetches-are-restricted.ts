import { Field } from '../../../../manifest/field.js';
import { objectLabel } from '../../../../manifest/object.js';
import { stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { REQUEST_AUTHENTICATION } from '../../../model/istio/selectors.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const BLOCKED = 'BLOCKED_CIDRS_IN_JWKS_URIS';

export default defineRule<Resource>({
  id: 'istio/jwks-fetches-are-restricted',
  severity: 'warning',
  scope: 'cluster',
  summary: 'The control plane does not fetch keys for tokens from networks of the cluster and its nodes.',
  rationale:
    'istiod fetches any jwksUri that a RequestAuthentication names: anyone who can write one can read through istiod what only istiod reaches, such as the metadata service of the cloud.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0175/',
  appliesTo: [REQUEST_AUTHENTICATION],
  reads: [
    'ConfigMap',
    'Namespace',
    'apps/Deployment',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('169.254.0.0/16'),
  fails: example(''),
  about: (cluster) => cluster.ofKind(REQUEST_AUTHENTICATION).filter(fetchesKeys).slice(0, 1),
  *check(fetching, cluster) {
    const settings = settingsOf(cluster);
    if (settings.length === 0) yield notJudged('no control plane of Istio is among the files');
    for (const { field, got, unknown } of settings) {
      if (unknown !== undefined) yield notJudged(`${unknown.path} gives the value, which is not in the files`, unknown);
      if (got === undefined) continue;
      yield field.violation({
        got: `${got}, and ${objectLabel(fetching.object)} makes istiod fetch keys`,
        expected: `${BLOCKED} with the networks of nodes, pods and metadata services`,
        effect: 'Anyone who can write a RequestAuthentication chooses what istiod calls.',
        fix: 'Set it, for example to 169.254.0.0/16,127.0.0.0/8.',
      });
    }
  },
});

function fetchesKeys(policy: Resource): boolean {
  const rules = Field.of(policy).at('spec', 'jwtRules').items;
  return rules.some((rule) => rule.at('jwks').text === undefined);
}

/** Where a control plane sets the blocked networks, and what is there if it does not. */
interface Setting {
  readonly field: Field;
  readonly got: string | undefined;
  /** The field that takes the value from elsewhere; undefined if none does. */
  readonly unknown: Field | undefined;
}

function settingsOf(cluster: ClusterIndex): readonly Setting[] {
  const pods = cluster
    .ofKind('apps/Deployment')
    .filter(({ object }) => stringsAt(object, 'metadata', 'labels')['app'] === 'istiod')
    .flatMap((deployment) => cluster.podOf(deployment) ?? []);
  return [
    ...pods.flatMap(({ containers }) => {
      const container = containers.find(({ name }) => name === 'discovery') ?? containers[0];
      if (container === undefined) return [];
      const variables = containers.flatMap(({ field }) => field.at('env').items).filter(blocksNetworks);
      const got = variables.length === 0 ? `no ${BLOCKED}` : undefined;
      const unknown = variables.map((variable) => variable.at('valueFrom')).find(({ isSet }) => isSet);
      return [{ field: container.field.at('env'), got, unknown }];
    }),
    ...installsOf(cluster)
      .filter(({ fillsDefaults }) => fillsDefaults)
      .map(({ values }) => values.at('pilot', 'env', BLOCKED))
      .map((field) => ({ field, got: field.text ? undefined : field.shown, unknown: undefined })),
  ];
}

function blocksNetworks(variable: Field): boolean {
  if (variable.at('name').text !== BLOCKED) return false;
  return variable.at('value').text !== '' || variable.at('valueFrom').mapping !== undefined;
}

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
