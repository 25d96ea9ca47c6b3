import { expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import { accessTo } from '../../../../lib/judge/model/istio/authorization.js';
import { clusterFrom } from '../../../support/rule-tester.js';
import { access, deployment, peers, service } from './security-objects.js';

/** Who reaches port 8080: `reach callers by deciders`. */
function reached(yaml: string, port = 8080): string {
  const cluster = new ClusterIndex(clusterFrom(yaml + deployment()));
  const [pod] = cluster.pods;
  if (pod === undefined) throw new Error('the case has no pod');
  const { reach, callers, deciders } = accessTo(pod, port, cluster);
  const by = deciders.map(({ object }) => `${object.metadata.namespace}/${object.metadata.name}`);
  return [reach, callers.join(','), by.join(',')].join(' | ');
}

const gate = 'from: [{ source: { principals: [cluster.local/ns/edge/sa/gate] } }]';

test.each([
  ['no policy lets anyone in', '', 'anyone |  | '],
  ['a policy without rules lets nobody in', access('', 'deny', 'apps', ''), 'nobody |  | apps/deny'],
  ['an empty list of rules is none', access('rules: []'), 'nobody |  | apps/web'],
  ['an empty rule lets anyone in', access('rules: [{}]'), 'anyone |  | apps/web'],
  ['a rule lists its callers', access(`rules: [{ ${gate} }]`), 'listed | cluster.local/ns/edge/sa/gate | apps/web'],
  [
    'policies add up',
    access('', 'deny', 'apps', '') + access(`rules: [{ ${gate} }]`),
    'listed | cluster.local/ns/edge/sa/gate | apps/web',
  ],
  [
    'a policy of the root namespace selects everywhere',
    access('', 'deny', 'istio-system'),
    'nobody |  | istio-system/deny',
  ],
  ['a policy of another namespace selects nothing', access('', 'deny', 'other'), 'anyone |  | '],
  ['a star is every identity', access('rules: [{ from: [{ source: { principals: ["*"] } }] }]'), 'mesh |  | apps/web'],
  [
    'fields of a source hold together',
    access('rules: [{ from: [{ source: { principals: ["*"], namespaces: [edge] } }] }]'),
    'listed | namespace edge | apps/web',
  ],
  [
    'a rule for another port lets nobody in',
    access(`rules: [{ ${gate}, to: [{ operation: { ports: ["9090"] } }] }]`),
    'nobody |  | apps/web',
  ],
  [
    'a rule for all ports but this lets nobody in',
    access(`rules: [{ ${gate}, to: [{ operation: { notPorts: ["8080"] } }] }]`),
    'nobody |  | apps/web',
  ],
  [
    'a condition on the port counts',
    access(`rules: [{ ${gate}, when: [{ key: destination.port, values: ["9090"] }] }]`),
    'nobody |  | apps/web',
  ],
  [
    'a condition names callers',
    access('rules: [{ when: [{ key: source.namespace, values: [edge] }] }]'),
    'listed | edge | apps/web',
  ],
  ['a dry run does nothing', access('', 'deny', 'apps', '', '{ istio.io/dry-run: "true" }'), 'anyone |  | '],
  [
    'a denial without conditions lets nobody in',
    access('rules: [{}]') + access('action: DENY, rules: [{}]', 'refuse'),
    'nobody |  | apps/refuse',
  ],
  [
    'a denial of some paths does not',
    access('rules: [{}]') + access('action: DENY, rules: [{ to: [{ operation: { paths: [/admin] } }] }]', 'refuse'),
    'anyone |  | apps/web',
  ],
  [
    'a denial of clients outside the mesh admits the mesh',
    access('action: DENY, rules: [{ from: [{ source: { notPrincipals: ["*"] } }] }]', 'refuse'),
    'mesh |  | apps/refuse',
  ],
  [
    'a denial of all but some leaves these',
    access('action: DENY, rules: [{ from: [{ source: { notNamespaces: [edge] } }] }]', 'refuse'),
    'listed | namespace edge | apps/refuse',
  ],
  [
    'a rule on HTTP lets nobody in where the port is of TCP',
    access(`rules: [{ ${gate}, to: [{ operation: { paths: [/] } }] }]`) +
      service('[{ name: tcp-web, port: 80, targetPort: 8080 }]'),
    'nobody |  | apps/web',
  ],
  [
    'addresses are no identity',
    access('rules: [{ from: [{ source: { ipBlocks: [10.0.0.0/8] } }] }]'),
    'listed | addresses 10.0.0.0/8 | apps/web',
  ],
  [
    'a policy with a target is for no sidecar',
    access('targetRefs: [{ kind: Service, name: web, group: "" }]', 'deny', 'apps', ''),
    'anyone |  | ',
  ],
])('%s', (_, yaml, expected) => expect(reached(yaml)).toBe(expected));

test('a port is open to plain text unless it is STRICT', () => {
  const plaintextOf = (yaml: string) => {
    const cluster = new ClusterIndex(clusterFrom(yaml + deployment()));
    return cluster.pods.map((pod) => accessTo(pod, 8080, cluster).plaintext);
  };
  expect(plaintextOf('')).toEqual([true]);
  expect(plaintextOf(peers())).toEqual([false]);
});
