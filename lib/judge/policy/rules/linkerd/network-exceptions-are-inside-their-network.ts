import { at } from '../../../../manifest/field-path.js';
import { listAt, stringAt, stringListAt } from '../../../../manifest/read.js';
import { NETWORK, SERVER_AUTHORIZATION } from '../../../model/linkerd/authorization.js';
import { contains, parseNetwork } from '../../../model/network/address-blocks.js';
import { kindOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/network-exceptions-are-inside-their-network',
  severity: 'error',
  scope: 'object',
  summary: 'Every exception to a network lies within it and leaves some of it.',
  rationale: "Linkerd's admission webhook refuses an exception outside the network or as large as it.",
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#networkauthentication',
  appliesTo: [NETWORK, SERVER_AUTHORIZATION, 'policy.linkerd.io/EgressNetwork'],
  passes: `
apiVersion: policy.linkerd.io/v1alpha1
kind: NetworkAuthentication
metadata: { name: nodes, namespace: apps }
spec: { networks: [{ cidr: 10.0.0.0/8, except: [10.1.0.0/16] }] }
`,
  fails: `
apiVersion: policy.linkerd.io/v1alpha1
kind: NetworkAuthentication
metadata: { name: nodes, namespace: apps }
spec: { networks: [{ cidr: 10.0.0.0/8, except: [192.168.0.0/16] }] }
`,
  *check({ object }) {
    const steps = kindOf(object) === SERVER_AUTHORIZATION ? ['spec', 'client', 'networks'] : ['spec', 'networks'];
    for (const [index, entry] of listAt(object, ...steps).entries()) {
      const path = at('', ...steps, index);
      const cidr = stringAt(entry, 'cidr') ?? '';
      const network = parseNetwork(cidr);
      if (network === undefined) {
        yield { path: at(path, 'cidr'), got: cidr, expected: 'an address or a CIDR', fix: 'Write it as 10.0.0.0/8.' };
        continue;
      }
      for (const [place, text] of stringListAt(entry, 'except').entries()) {
        const except = parseNetwork(text);
        if (except !== undefined && contains(network, except) && !contains(except, network)) continue;
        yield {
          path: at(path, 'except', place),
          got: text,
          expected: `a part of ${cidr}`,
          fix: 'Correct the exception: with it the whole object is refused, and without it its addresses are let in.',
        };
      }
    }
  },
});
