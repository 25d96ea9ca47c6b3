import { Field } from '../../../../manifest/field.js';
import { readYaml } from '../../../../manifest/kube-yaml.js';
import { type Json, objectLabel } from '../../../../manifest/object.js';
import { listAt, stringAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { byAge } from '../../../model/istio/peer-authentication.js';
import {
  hasTargets,
  isMeshWide,
  podsSelectedBy,
  REQUEST_AUTHENTICATION,
  selectorOf,
} from '../../../model/istio/selectors.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged, type Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** Members of a JSON web key that only who signs may have. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

export default defineRule<Field>({
  id: 'istio/token-keys-are-trustworthy',
  severity: 'error',
  scope: 'object',
  summary: 'The keys that verify tokens come over TLS, are public, and each issuer has one rule.',
  rationale:
    'Anyone who can change the keys in transit, or read a private key in a manifest, can sign tokens. If an issuer has two rules, it is undefined which one verifies.',
  source: 'https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule',
  appliesTo: [REQUEST_AUTHENTICATION],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('https'),
  fails: example('http'),
  about: jwtRules,
  *check(rule, cluster) {
    const uri = rule.at('jwksUri').text ?? rule.at('jwks_uri').text ?? '';
    if (uri.startsWith('http://')) {
      yield rule.at('jwksUri').violation({
        got: uri,
        expected: uri.replace('http:', 'https:'),
        effect: 'Anyone who answers for that name, or controls the network, can supply other keys and sign any token.',
        fix: 'Fetch the keys over TLS.',
      });
    }
    const jwks = rule.at('jwks');
    const keys = keysIn(jwks.text);
    if (keys === undefined) yield notJudged(`${jwks.path} is text that is not JSON`, jwks);
    if (keys?.some((key) => PRIVATE.some((member) => stringAt(key, member) !== undefined))) {
      yield jwks.violation({
        got: 'a private or symmetric key',
        expected: 'only public keys',
        effect: 'Anyone who can read this object can sign valid tokens.',
        fix: 'Remove the key here, and replace it at the issuer.',
      });
    }
    yield* repeatedIssuer(rule, cluster);
  },
});

function jwtRules(policy: Resource): readonly Field[] {
  return Field.of(policy).at('spec', 'jwtRules').items;
}

function* repeatedIssuer(rule: Field, cluster: ClusterIndex): Iterable<Outcome> {
  const issuer = rule.at('issuer');
  const name = issuer.text;
  if (!name) return;
  const others = {
    effect: 'One of the rules verifies a token, and may refuse what the other accepts.',
    fix: 'Merge the rules, with all their audiences.',
  };
  const policy = rule.resource;
  const [first] = jwtRules(policy).filter((each) => each.at('issuer').text === name);
  if (first !== undefined && first.path !== rule.path) {
    yield issuer.violation({ ...others, got: `${name} a second time`, expected: 'one rule for an issuer' });
  }
  const pods = podsSelectedBy(policy, cluster);
  const before = [...cluster.ofKind(REQUEST_AUTHENTICATION)]
    .sort(byAge)
    .filter(
      (other) =>
        other !== policy &&
        byAge(other, policy) <= 0 &&
        jwtRules(other).some((entry) => entry.at('issuer').text === name),
    );
  const rival = before.find((other) => podsSelectedBy(other, cluster).some((pod) => pods.includes(pod)));
  const possible = before.find((other) => mayShare(other, policy, cluster));
  if (pods.length === 0 && possible !== undefined) {
    const label = objectLabel(possible.object);
    yield notJudged(`no pod that it selects is among the files, and ${label} may select them too`, issuer);
  }
  if (rival !== undefined) {
    yield issuer.violation({
      ...others,
      got: `${name}, which ${objectLabel(rival.object)} has for the same pods`,
      expected: 'one rule for an issuer at each workload',
    });
  }
}

/** Whether one policy may be for pods of another, of which none is among the files. */
function mayShare(one: Resource, other: Resource, cluster: ClusterIndex): boolean {
  const meet = namespaceOf(one) === namespaceOf(other) || [one, other].some((policy) => isMeshWide(policy, cluster));
  if (!meet || hasTargets(one) !== hasTargets(other)) return false;
  const labels = selectorOf(other) ?? {};
  return Object.entries(selectorOf(one) ?? {}).every(([key, value]) => (labels[key] ?? value) === value);
}

/** The keys of a JSON web key set; undefined if the text is not one. */
function keysIn(jwks = ''): readonly Json[] | undefined {
  try {
    return listAt(readYaml(jwks)[0], 'keys');
  } catch {
    return undefined;
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
