import type { ClusterIndex } from '../cluster-index.js';
import type { PodTemplate } from '../pods/pod.js';
import { type AccessRule, conditionsOf, rulesOf, sourcesOf } from './access-rules.js';
import { policiesOf } from './authorization.js';

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

/**
 * Whether some policy requires callers of pods to present a token: a DENY rule for callers without one, or an ALLOW rule for
 * callers with one. A RequestAuthentication alone refuses invalid tokens, but admits requests without one.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export function demandsTokens(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return (
    policiesOf(pod, 'DENY', cluster).flatMap(rulesOf).some(refusesTokenless) ||
    policiesOf(pod, 'ALLOW', cluster).flatMap(rulesOf).some(asksForToken) ||
    // An external authorizer may look at tokens itself.
    policiesOf(pod, 'CUSTOM', cluster).length > 0
  );
}
