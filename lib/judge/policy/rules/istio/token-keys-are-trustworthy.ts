import { at } from '../../../../manifest/field-path.js';
import { readYaml } from '../../../../manifest/kube-yaml.js';
import type { Json } from '../../../../manifest/object.js';
import { objectLabel } from '../../../../manifest/object.js';
import { listAt, stringAt } from '../../../../manifest/read.js';
import { byAge } from '../../../model/istio/peer-authentication.js';
import { podsSelectedBy, REQUEST_AUTHENTICATION } from '../../../model/istio/selectors.js';
import { defineRule } from '../../rule.js';

/** Members of a JSON web key that only who signs may have. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

export default defineRule({
  id: 'istio/token-keys-are-trustworthy',
  severity: 'error',
  scope: 'object',
  summary:
    'The keys that tokens are checked with come over TLS, are public, and are those of one rule for each issuer.',
  rationale:
    'Who can change the keys on their way, or reads the private one in a manifest, signs tokens of his own; and of two rules for an issuer it is not told which one checks.',
  source: 'https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule',
  appliesTo: [REQUEST_AUTHENTICATION],
  passes: example('https'),
  fails: example('http'),
  *check(resource, cluster) {
    const issuers = new Set<string>();
    for (const [index, rule] of listAt(resource.object, 'spec', 'jwtRules').entries()) {
      const path = at('spec.jwtRules', index);
      const uri = stringAt(rule, 'jwksUri') ?? stringAt(rule, 'jwks_uri') ?? '';
      if (uri.startsWith('http://')) {
        yield {
          path: at(path, 'jwksUri'),
          got: uri,
          expected: uri.replace('http:', 'https:'),
          fix: 'Fetch the keys over TLS: who can answer for that name, or sits on the way, hands out keys of his own and signs any token.',
        };
      }
      if (keysIn(stringAt(rule, 'jwks')).some((key) => PRIVATE.some((member) => stringAt(key, member) !== undefined))) {
        yield {
          path: at(path, 'jwks'),
          got: 'a private or symmetric key',
          expected: 'public keys alone',
          fix: 'Take it out and replace it at the issuer: whoever reads this object signs tokens that are let in.',
        };
      }
      const issuer = stringAt(rule, 'issuer') ?? '';
      if (issuer === '') continue;
      if (issuers.has(issuer)) {
        yield {
          path: at(path, 'issuer'),
          got: `${issuer} a second time`,
          expected: 'one rule for an issuer',
          fix: 'Join the rules, with all their audiences: a token is checked by one of them, and may be refused by what the other takes.',
        };
      }
      issuers.add(issuer);
      const pods = podsSelectedBy(resource, cluster);
      const rival = [...cluster.ofKind(REQUEST_AUTHENTICATION)]
        .sort(byAge)
        .find(
          (other) =>
            other !== resource &&
            byAge(other, resource) <= 0 &&
            listAt(other.object, 'spec', 'jwtRules').some((entry) => stringAt(entry, 'issuer') === issuer) &&
            podsSelectedBy(other, cluster).some((pod) => pods.includes(pod)),
        );
      if (rival !== undefined) {
        yield {
          path: at(path, 'issuer'),
          got: `${issuer}, which ${objectLabel(rival.object)} has for the same pods`,
          expected: 'one rule for an issuer at each workload',
          fix: 'Join the rules, with all their audiences: a token is checked by one of them, and may be refused by what the other takes.',
        };
      }
    }
  },
});

function keysIn(jwks: string | undefined): readonly Json[] {
  if (jwks === undefined) return [];
  try {
    return listAt(readYaml(jwks)[0], 'keys');
  } catch {
    return [];
  }
}

function example(scheme: string): string {
  return `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: web, namespace: apps }
spec: { jwtRules: [{ issuer: "https://login.example.org", jwksUri: "${scheme}://login.example.org/keys" }] }
`;
}
