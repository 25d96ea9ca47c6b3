import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  type AccessRule,
  actionOf,
  coversPort,
  IDENTITY_FIELDS,
  operationsOf,
  rulesOf,
  sourcesOf,
} from '../../../model/istio/access-rules.js';
import { isInMesh, mayBeInMesh } from '../../../model/istio/injection.js';
import { becauseOf, mtlsOf } from '../../../model/istio/peer-authentication.js';
import { AUTHORIZATION_POLICY, podsSelectedBy } from '../../../model/istio/selectors.js';
import { inboundPorts } from '../../../model/istio/service-ports.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged, type Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<Resource>({
  id: 'istio/deny-rules-cannot-be-bypassed',
  severity: 'error',
  scope: 'object',
  summary: 'No caller can bypass a DENY policy by another spelling of the host, or without an identity.',
  rationale:
    'What a DENY rule does not match is admitted: the same host with its port, or a caller in plaintext, whose identity the rule cannot know.',
  source: 'https://istio.io/latest/docs/ops/best-practices/security/#understand-authorization-policy-default-behavior',
  appliesTo: [AUTHORIZATION_POLICY],
  reads: [
    ...POD_KINDS,
    '*',
    'ConfigMap',
    'Namespace',
    'Service',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
  ],
  passes: example('admin.example.org, "admin.example.org:*"'),
  fails: example('admin.example.org'),
  about: (policy) => (actionOf(policy) === 'DENY' ? [policy] : []),
  *check(policy, cluster) {
    const rules = rulesOf(policy);
    if (rules.length === 0) {
      yield Field.of(policy).at('spec', 'rules').violation({
        got: 'no rule',
        expected: 'rules that say what is refused',
        effect: 'The policy refuses nothing.',
        fix: 'Add a rule, or set action ALLOW without rules to admit nobody.',
      });
    }
    const pods = podsSelectedBy(policy, cluster);
    for (const rule of rules) {
      for (const operation of operationsOf(rule)) yield* looseHosts(operation.at('hosts'));
      for (const source of sourcesOf(rule)) yield* plaintextCallers(rule, source, pods, cluster);
    }
  },
});

/** Hosts that are refused without their spelling with a port. */
function* looseHosts(field: Field): Iterable<Outcome> {
  const hosts = field.texts;
  for (const item of field.items) {
    const host = item.text;
    if (host === undefined || host.endsWith('*') || /:\d+$/.test(host)) continue;
    // A star is a wildcard at one end only.
    const suffix = host.startsWith('*');
    if (hosts.some((other) => (suffix ? other.startsWith(`${host}:`) : other === `${host}:*`))) continue;
    yield item.violation({
      expected: suffix ? `${host} and ${host}:443, with each port that is served` : `${host} and ${host}:*`,
      effect: `A client that sends the port in its Host header, as in ${host.replace('*', 'a')}:443, bypasses the rule.`,
      fix: `Add ${suffix ? 'the host with each port' : `"${host}:*"`}.`,
    });
  }
}

/** Identities that are refused at ports that admit callers without one. */
function* plaintextCallers(
  rule: AccessRule,
  source: Field,
  pods: readonly PodTemplate[],
  cluster: ClusterIndex,
): Iterable<Outcome> {
  const name = IDENTITY_FIELDS.find((each) => source.at(each).texts.length > 0);
  if (name === undefined) return;
  const unknown = pods.find((pod) => mayBeInMesh(pod, cluster));
  const meshed = pods.filter((pod) => isInMesh(pod, cluster));
  const silent = meshed.find((pod) => isLax(pod, cluster) && inboundPorts(pod, cluster).length === 0);
  if (pods.length === 0) yield notJudged('no pod that the policy selects is among the files', source.at(name));
  else if (unknown !== undefined)
    yield notJudged(`Namespace ${unknown.namespace} is not among the files`, source.at(name));
  else if (silent !== undefined)
    yield notJudged(`${objectLabel(silent.resource.object)} declares no port`, source.at(name));
  for (const pod of meshed) {
    const port = inboundPorts(pod, cluster).find(
      (number) => coversPort(rule, number) && mtlsOf(pod, number, cluster).mode !== 'STRICT',
    );
    if (port === undefined) continue;
    const place = `${pod.resource.object.metadata.name}:${port}`;
    yield source.at(name).violation({
      got: `${listed(source.at(name).texts)} can still call ${place} in plaintext, ${becauseOf(mtlsOf(pod, port, cluster))}`,
      expected: `mTLS mode STRICT at ${place}`,
      effect: 'Without a certificate the caller has no identity, and the rule does not match.',
      fix: 'Set the mode to STRICT, or refuse by notPrincipals.',
    });
    return;
  }
}

function isLax(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return mtlsOf(pod, undefined, cluster).mode !== 'STRICT';
}

function example(hosts: string): string {
  return `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: no-admin, namespace: apps }
spec: { action: DENY, rules: [{ to: [{ operation: { hosts: [${hosts}] } }] }] }
`;
}
