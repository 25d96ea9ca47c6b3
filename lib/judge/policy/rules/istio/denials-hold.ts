import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, stringListAt } from '../../../../manifest/read.js';
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
import { isInMesh } from '../../../model/istio/injection.js';
import { becauseOf, mtlsOf } from '../../../model/istio/peer-authentication.js';
import { inboundPorts } from '../../../model/istio/protocols.js';
import { AUTHORIZATION_POLICY, podsSelectedBy } from '../../../model/istio/selectors.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/denials-hold',
  severity: 'error',
  scope: 'object',
  summary: 'No caller gets past a policy with action DENY by another spelling or without an identity.',
  rationale:
    'What a DENY rule does not match is let through: the same host with its port, or a caller in plain text that has no identity for the rule to know.',
  source: 'https://istio.io/latest/docs/ops/best-practices/security/#understand-authorization-policy-default-behavior',
  appliesTo: [AUTHORIZATION_POLICY],
  passes: example('admin.example.org, "admin.example.org:*"'),
  fails: example('admin.example.org'),
  *check(resource, cluster) {
    if (actionOf(resource) !== 'DENY') return;
    if (listAt(resource.object, 'spec', 'rules').length === 0) {
      yield {
        path: 'spec.rules',
        got: 'no rule',
        expected: 'rules that say what is refused',
        fix: 'Add a rule, or action ALLOW without rules to let nobody in: as it stands the policy refuses nothing.',
      };
    }
    const pods = podsSelectedBy(resource, cluster).filter((pod) => isInMesh(pod, cluster));
    for (const rule of rulesOf(resource)) {
      yield* looseHosts(rule);
      yield* identitiesInPlainText(rule, pods, cluster);
    }
  },
});

/** Hosts that are refused without their spelling with a port. */
function* looseHosts(rule: AccessRule): Iterable<Fault> {
  for (const { path, operation } of operationsOf(rule)) {
    const hosts = stringListAt(operation, 'hosts');
    for (const [index, host] of hosts.entries()) {
      if (host.endsWith('*') || /:\d+$/.test(host)) continue;
      // A star stands for something only at one end.
      const suffix = host.startsWith('*');
      if (hosts.some((other) => (suffix ? other.startsWith(`${host}:`) : other === `${host}:*`))) continue;
      yield {
        path: at(path, 'hosts', index),
        got: host,
        expected: suffix ? `${host} and ${host}:443, with each port that is served` : `${host} and ${host}:*`,
        fix: `Add ${suffix ? 'the host with each port' : `"${host}:*"`}: a client that sends the port in its Host header, as in ${host.replace('*', 'a')}:443, gets past the rule.`,
      };
    }
  }
}

/** Identities that are refused at ports that take callers without one. */
function* identitiesInPlainText(
  rule: AccessRule,
  pods: readonly PodTemplate[],
  cluster: ClusterIndex,
): Iterable<Fault> {
  for (const { path, source } of sourcesOf(rule)) {
    const field = IDENTITY_FIELDS.find((name) => stringListAt(source, name).length > 0);
    if (field === undefined) continue;
    for (const pod of pods) {
      const port = inboundPorts(pod, cluster).find(
        (number) => coversPort(rule, number) && mtlsOf(pod, number, cluster).mode !== 'STRICT',
      );
      if (port === undefined) continue;
      const name = `${pod.resource.object.metadata.name}:${port}`;
      yield {
        path: at(path, field),
        got: `${listed(stringListAt(source, field))} may call ${name} in plain text all the same, ${becauseOf(mtlsOf(pod, port, cluster))}`,
        expected: `mTLS mode STRICT at ${name}`,
        fix: 'Set it to STRICT, or refuse by notPrincipals: without a certificate the caller has no identity, and the rule does not match.',
      };
      break;
    }
  }
}

function example(hosts: string): string {
  return `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: no-admin, namespace: apps }
spec: { action: DENY, rules: [{ to: [{ operation: { hosts: [${hosts}] } }] }] }
`;
}
