import { compareMinors } from '../../../formats/release.js';
import { Field } from '../../../manifest/field.js';
import type { ClusterIndex } from '../cluster-index.js';
import { perCluster } from '../per-cluster.js';
import type { PodTemplate } from '../pods/pod.js';
import { type AccessRule, conditionsOf, rulesOf, sourcesOf } from './access-rules.js';
import { policiesOf } from './authorization.js';
import { REQUEST_AUTHENTICATION, selects } from './selectors.js';

/** Whether every caller that a rule of an ALLOW policy names must present a token. */
export function asksForToken(rule: AccessRule): boolean {
  const asked = conditionsOf(rule).some(({ key, values }) => key.startsWith('request.auth.') && values.length > 0);
  const sources = sourcesOf(rule);
  return asked || (sources.length > 0 && sources.every((source) => source.at('requestPrincipals').texts.length > 0));
}

/** Whether a rule of a DENY policy refuses callers without a token, at least for some requests. */
function refusesTokenless(rule: AccessRule): boolean {
  const condition = conditionsOf(rule).some(
    ({ key, notValues }) => key.startsWith('request.auth.') && notValues.length > 0,
  );
  return condition || sourcesOf(rule).some((source) => source.at('notRequestPrincipals').texts.length > 0);
}

/** The first release of Istio that reads `presence` of a JWT rule. @see https://github.com/istio/api/blob/v1.32.0/security/v1beta1/request_authentication.proto */
const PRESENCE_SINCE = '1.32';

/** The RequestAuthentications that refuse requests without a token themselves. */
const demandingPolicies = perCluster((cluster) => {
  const { istio } = cluster.releases;
  if (istio !== undefined && compareMinors(istio, PRESENCE_SINCE) < 0) return [];
  return cluster.ofKind(REQUEST_AUTHENTICATION).filter((policy) =>
    Field.of(policy)
      .at('spec', 'jwtRules')
      .items.some((rule) => rule.at('presence').text === 'REQUIRED'),
  );
});

/**
 * Whether some policy requires callers of pods to present a token: a JWT rule whose presence is `REQUIRED`, a DENY rule for
 * callers without one, or an ALLOW rule for callers with one. A RequestAuthentication without such a rule refuses invalid
 * tokens, but admits requests without one.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export function demandsTokens(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return (
    demandingPolicies(cluster).some((policy) => selects(policy, pod, cluster)) ||
    policiesOf(pod, 'DENY', cluster).flatMap(rulesOf).some(refusesTokenless) ||
    policiesOf(pod, 'ALLOW', cluster).flatMap(rulesOf).some(asksForToken)
  );
}
