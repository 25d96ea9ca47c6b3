import { contains, parseNetwork } from '../../../../formats/cidr.js';
import { Field } from '../../../../manifest/field.js';
import { NETWORK, SERVER_AUTHORIZATION } from '../../../model/linkerd/authorization.js';
import { kindOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/network-exceptions-are-inside-their-network',
  severity: 'error',
  scope: 'object',
  summary: 'Every exception to a network is inside it and leaves some of it.',
  rationale: "Linkerd's admission webhook rejects an exception outside the network or as large as it.",
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#networkauthentication',
  appliesTo: [NETWORK, SERVER_AUTHORIZATION, 'policy.linkerd.io/EgressNetwork'],
  passes: example('10.1.0.0/16'),
  fails: example('192.168.0.0/16'),
  about: (resource) => {
    const spec = Field.of(resource).at('spec');
    const holder = kindOf(resource.object) === SERVER_AUTHORIZATION ? spec.at('client') : spec;
    return holder.at('networks').items;
  },
  *check(entry) {
    const cidr = entry.at('cidr');
    const network = parseNetwork(cidr.text ?? '');
    if (network === undefined) {
      yield cidr.violation({ got: cidr.text ?? '', expected: 'an address or a CIDR', fix: 'Write it as 10.0.0.0/8.' });
      return;
    }
    for (const field of entry.at('except').items) {
      if (field.text === undefined) continue;
      const except = parseNetwork(field.text);
      if (except !== undefined && contains(network, except) && !contains(except, network)) continue;
      yield field.violation({
        expected: `a part of ${cidr.text}`,
        effect: 'The admission webhook rejects the whole object.',
        fix: 'Correct the exception. If you remove it, its addresses are admitted.',
      });
    }
  },
});

function example(except: string): string {
  return `
apiVersion: policy.linkerd.io/v1alpha1
kind: NetworkAuthentication
metadata: { name: nodes, namespace: apps }
spec: { networks: [{ cidr: 10.0.0.0/8, except: [${except}] }] }
`;
}
