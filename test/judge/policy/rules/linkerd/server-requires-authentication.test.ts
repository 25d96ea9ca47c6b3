import rule from '../../../../../lib/judge/policy/rules/linkerd/server-requires-authentication.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import {
  authorization,
  deployment,
  meshTls,
  networkAuthentication,
  server,
  serverAuthorization,
} from '../../../model/linkerd/objects.js';

const access = (policy: string, more = '') =>
  server(`podSelector: { matchLabels: { app: web } }, port: 8080, accessPolicy: ${policy}${more}`);
const byNetwork = '[{ group: policy.linkerd.io, kind: NetworkAuthentication, name: nodes }]';
const wholeNamespace = '{ kind: Namespace, name: apps }';
const published = `
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
`;

/** A Gateway of the Gateway API, whose class makes pods with these labels. */
const gatewayApi = (labels: string) => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: apps }
spec: { gatewayClassName: any, infrastructure: { labels: ${labels} }, listeners: [] }
`;

ruleTester(rule, {
  passes: {
    'accepts everyone as a caller of the pods that a Gateway has made':
      gatewayApi('{ app: web }') + server() + authorization(byNetwork) + networkAuthentication('[{ cidr: 0.0.0.0/0 }]'),
    'accepts every meshed peer where no policy names any': access('all-authenticated') + deployment(),
    'accepts an open port that a Service publishes': access('all-unauthenticated') + deployment() + published,
    'accepts everyone where the pod asks for TLS itself':
      server('podSelector: {}, port: 8443, proxyProtocol: TLS') +
      authorization(byNetwork) +
      networkAuthentication('[{ cidr: 0.0.0.0/0 }]'),
    'accepts a network besides the identities':
      server() +
      authorization() +
      authorization(byNetwork, undefined, 'more') +
      networkAuthentication('[{ cidr: 192.0.2.0/24 }]'),
    'accepts networks as wide as you like where an identity is asked for too':
      server() +
      authorization(
        '[{ kind: ServiceAccount, name: gateway }, { group: policy.linkerd.io, kind: NetworkAuthentication, name: nodes }]',
      ) +
      networkAuthentication('[{ cidr: 0.0.0.0/0 }]'),
    'accepts everyone on a route, as probes need it':
      server() +
      authorization(byNetwork, '{ group: policy.linkerd.io, kind: HTTPRoute, name: probe }') +
      networkAuthentication('[{ cidr: 0.0.0.0/0 }]'),
  },
  fails: {
    'with an access policy that asks for no identity': [
      access('all-unauthenticated') + deployment(),
      {
        object: 'Server apps/web',
        path: 'spec.accessPolicy',
        got: 'anyone, without identity, may connect to web:8080',
        expected: 'peers that prove an identity',
      },
    ],
    'with an audit on a published port': [
      access('audit') + deployment() + published,
      { got: 'anyone, without identity, may connect to web:8080' },
    ],
    'with an access policy that voids the list of callers': [
      access('all-authenticated') + authorization() + deployment(),
      { got: 'every meshed pod, may connect to web:8080', expected: 'only the peers that web names' },
    ],
    'with an access policy for the cluster beside a wildcard': [
      access('cluster-unauthenticated') +
        authorization('[{ group: policy.linkerd.io, kind: MeshTLSAuthentication, name: callers }]') +
        meshTls('{ identities: ["*"] }'),
      { got: 'any pod of the cluster, without identity, may connect to web:8080' },
    ],
    'with both halves of the address space': [
      server() + authorization(byNetwork) + networkAuthentication('[{ cidr: 0.0.0.0/1 }, { cidr: 128.0.0.0/1 }]'),
      { object: 'AuthorizationPolicy apps/web', path: 'spec.requiredAuthenticationRefs[0]' },
    ],
    'with the range of the pods, for the whole namespace': [
      server() +
        authorization() +
        authorization(byNetwork, wholeNamespace, 'open') +
        networkAuthentication('[{ cidr: 10.0.0.0/8, except: [10.9.0.0/16] }]'),
      {
        object: 'AuthorizationPolicy apps/open',
        got: 'any pod of the cluster, without identity, may connect to web:8080',
      },
    ],
    'with a ServerAuthorization for everyone': [
      server() + serverAuthorization('{ server: { name: web }, client: { unauthenticated: true } }'),
      { object: 'ServerAuthorization apps/web', path: 'spec.client' },
    ],
  },
});
