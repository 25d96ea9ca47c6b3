import rule from '../../../../../lib/judge/policy/rules/istio/claim-routes-have-verified-tokens.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);

ruleTester(rule, {
  ignores: {
    'other headers': String(rule.fails).replace('@request.auth.claims.group', 'group'),
  },
  passes: {
    'accepts tokens that the whole mesh verifies': good
      .replace('name: tokens, namespace: edge', 'name: tokens, namespace: istio-system')
      .replace('selector: { matchLabels: { istio: ingress } }, ', ''),
  },
  fails: {
    'where no policy is for the gateway': [
      String(rule.fails),
      {
        path: 'spec.http[0].match[0].headers["@request.auth.claims.group"]',
        got: '@request.auth.claims.group, while no RequestAuthentication applies to Pod edge/ingress',
      },
    ],
    'where the policy is of another namespace': [
      good.replace('name: tokens, namespace: edge', 'name: tokens, namespace: apps'),
      {},
    ],
    'at a gateway where only a policy for other targets verifies tokens': [
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: apps }
spec: { hosts: [web.example.org], gateways: [edge/public], http: [{ match: [{ headers: { "@request.auth.claims.group": { exact: beta } } }], route: [{ destination: { host: web } }] }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { istio: ingress } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: edge, labels: { istio: ingress } }
spec: { containers: [{ name: web, ports: [] }] }
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: web, namespace: edge }
spec: { targetRefs: [{ kind: Service, group: "", name: web }], jwtRules: [{ issuer: "https://id.example.org" }] }
`,
      { effect: 'No request has a claim there: no request takes the route.', fix: 'Add the RequestAuthentication.' },
    ],
  },
  notJudged: {
    'routes of gateways that are not among the files': [
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: edge }
spec: { hosts: [web.example.org], gateways: [public], http: [{ match: [{ headers: { "@request.auth.claims.group": { exact: beta } } }], route: [{ destination: { host: web } }] }] }
`,
      'Gateway edge/public is not among the files',
    ],
    'routes of which one gateway is not among the files': [
      good.replace('gateways: [', 'gateways: [edge/private, '),
      'Gateway edge/private is not among the files',
    ],
    'routes of a gateway whose pods are not among the files': [
      good.replace('kind: Pod', 'kind: Unknown'),
      'no pod of Gateway edge/public is among the files',
    ],
    'routes that only sidecars follow': [
      good.replace(/gateways: \[[^\]]*\], /, ''),
      'only sidecars follow the route, which may not read claims',
    ],
  },
});
