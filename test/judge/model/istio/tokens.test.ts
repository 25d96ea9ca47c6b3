import { expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import { demandsTokens } from '../../../../lib/judge/model/istio/tokens.js';
import { clusterFrom } from '../../../support/rule-tester.js';
import { deployment, namespace, tokens } from './security-objects.js';

test.each([
  ['1.31', false],
  ['1.32', true],
  [undefined, true],
])('a JWT rule that requires its token counts from Istio 1.32 on: %s, %s', (istio, demanded) => {
  const view = clusterFrom(namespace() + deployment() + tokens('[{ issuer: a, jwks: b, presence: REQUIRED }]'));
  const cluster = new ClusterIndex({ ...view, releases: istio === undefined ? {} : { istio } });
  expect(cluster.pods.map((pod) => demandsTokens(pod, cluster))).toEqual([demanded]);
});
