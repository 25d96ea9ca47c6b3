import { stringListAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import type { PodTemplate } from '../pods/pod.js';
import { type AccessRule, conditionsOf, rulesOf, sourcesOf } from './access-rules.js';
import { policiesOf } from './authorization.js';

/** Whether every caller whom a rule of an ALLOW policy names must bring a token. */
export function asksForToken(rule: AccessRule): boolean {
  const asked = conditionsOf(rule).some(({ key, values }) => key.startsWith('request.auth.') && values.length > 0);
  const sources = sourcesOf(rule);
  return (
    asked || (sources.length > 0 && sources.every(({ source }) => stringListAt(source, 'requestPrincipals').length > 0))
  );
}

/** Whether a rule of a DENY policy refuses whoever brings no token, at least for some requests. */
function refusesTokenless(rule: AccessRule): boolean {
  const condition = conditionsOf(rule).some(
    ({ key, notValues }) => key.startsWith('request.auth.') && notValues.length > 0,
  );
  return condition || sourcesOf(rule).some(({ source }) => stringListAt(source, 'notRequestPrincipals').length > 0);
}

/**
 * Whether some policy demands a token of those who call pods: a DENY rule for those without one, or an ALLOW rule for those with
 * one. A RequestAuthentication alone refuses bad tokens, and lets requests without one through.
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
