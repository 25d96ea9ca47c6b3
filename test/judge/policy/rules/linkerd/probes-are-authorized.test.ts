import rule from '../../../../../lib/judge/policy/rules/linkerd/probes-are-authorized.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import {
  authorization,
  deployment,
  httpRoute,
  namespace,
  networkAuthentication,
  server,
  serverAuthorization,
} from '../../../model/linkerd/objects.js';

const probed = (probe = 'httpGet: { path: "/ready?full=1", port: http }', more = '') =>
  deployment({
    annotations: `{ linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: deny${more} }`,
    container: `ports: [{ name: http, containerPort: 8080 }], readinessProbe: { ${probe} }`,
  });
const grpc = 'grpc: { port: 8080 }';
const spec = (protocol: string, more = '') =>
  `podSelector: { matchLabels: { app: web } }, port: http, proxyProtocol: ${protocol}${more}`;
const opaque = spec('opaque');
const fromNodes =
  authorization('[{ group: policy.linkerd.io, kind: NetworkAuthentication, name: nodes }]') + networkAuthentication();
const routePolicy = (refs: string) =>
  authorization(refs, '{ group: policy.linkerd.io, kind: HTTPRoute, name: web }') + networkAuthentication();
const nodes = '[{ group: policy.linkerd.io, kind: NetworkAuthentication, name: nodes }]';
const matching = (path: string, more = '') => `[{ matches: [{ path: ${path}${more} }] }]`;

ruleTester(rule, {
  ignores: {
    'an exec and a tcpSocket':
      probed('exec: { command: [true] }') + probed('tcpSocket: { port: 8080 }') + server(opaque),
    'a port past the proxy': probed(undefined, ', config.linkerd.io/skip-inbound-ports: "8080"') + server(opaque),
    'a pod outside the mesh':
      deployment({ annotations: '{}', container: `livenessProbe: { ${grpc} }` }) + server(opaque) + namespace(),
  },
  passes: {
    'accepts an httpGet without a Server': probed(),
    'accepts an httpGet under a Server that detects': probed() + server(spec('unknown')) + authorization(),
    'accepts an httpGet under an HTTP/1 Server': probed() + server(spec('HTTP/1')) + authorization(),
    'accepts any probe where the network is authorized': probed(grpc) + server(opaque) + fromNodes,
    'accepts a gRPC probe whose call a route of an HTTP/2 Server admits from the nodes':
      probed(grpc) +
      server(spec('HTTP/2')) +
      httpRoute(matching('{ type: Exact, value: /grpc.health.v1.Health/Check }', ', method: POST')) +
      routePolicy(nodes),
    'accepts any probe where the access policy admits everyone':
      probed(grpc) + server(spec('opaque', ', accessPolicy: all-unauthenticated')),
    'accepts any probe where a ServerAuthorization admits everyone':
      probed() + server(opaque) + serverAuthorization('{ server: { name: web }, client: { unauthenticated: true } }'),
    'accepts a route that lets the probe in by its prefix':
      probed() +
      server() +
      authorization() +
      httpRoute(matching('{ type: PathPrefix, value: /ready }')) +
      routePolicy(nodes),
    'accepts a route that may match':
      probed() + server() + httpRoute(matching('{ type: RegularExpression, value: .* }')) + routePolicy(nodes),
    'accepts a route of another Server':
      probed() + server() + authorization() + httpRoute('[]', '{ group: policy.linkerd.io, kind: Server, name: api }'),
    'accepts an opaque list that policy cannot read': probed(
      undefined,
      ', config.linkerd.io/opaque-ports: "8080,http"',
    ),
  },
  fails: {
    'under an opaque Server': [
      probed() + server(opaque) + authorization(),
      {
        path: 'spec.template.spec.containers[0].readinessProbe.httpGet.port',
        got: '8080, where Server web treats the bytes as opaque, and sees no path to admit',
      },
    ],
    'under a TLS Server': [
      probed() + server(spec('TLS')) + authorization(),
      { expected: 'a port whose policy admits the kubelet' },
    ],
    'under an HTTP/2 Server, even one that admits everyone': [
      probed() + server(spec('HTTP/2', ', accessPolicy: all-unauthenticated')),
      { got: '8080, where Server web expects HTTP/2, and an httpGet comes as HTTP/1.1' },
    ],
    'under a gRPC Server': [
      probed() + server(spec('gRPC')),
      { got: '8080, where Server web expects gRPC, and an httpGet comes as HTTP/1.1' },
    ],
    'with gRPC under a Server of callers': [
      probed(grpc) + server(spec('gRPC')) + authorization(),
      { got: '8080, where Server web admits no gRPC without identity' },
    ],
    'with gRPC under a gRPC Server, which passes over HTTPRoutes': [
      probed(grpc) + server(spec('gRPC')) + httpRoute(matching('{ value: / }')) + routePolicy(nodes),
      { got: '8080, where Server web admits no gRPC without identity' },
    ],
    'with gRPC behind a route for GET alone': [
      probed(grpc) + server(spec('HTTP/2')) + httpRoute(matching('{ value: / }', ', method: GET')) + routePolicy(nodes),
      { got: '8080, where Server web admits no gRPC without identity' },
    ],
    'with gRPC under a default policy that denies': [
      probed(grpc),
      { got: '8080, where the default inbound policy admits no gRPC without identity' },
    ],
    'with HTTPS': [
      probed('httpGet: { port: 8080, scheme: HTTPS }'),
      { path: 'spec.template.spec.containers[0].readinessProbe.httpGet.port' },
    ],
    'on an opaque port without a Server': [
      probed(undefined, ', config.linkerd.io/opaque-ports: "8000-8080"'),
      { got: '8080, where the default inbound policy treats the bytes as opaque, and sees no path to admit' },
    ],
    'on a port that is opaque by default': [
      deployment({
        annotations: '{ linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: all-authenticated }',
        container: 'livenessProbe: { httpGet: { port: 4444 } }',
      }),
      { path: 'spec.template.spec.containers[0].livenessProbe.httpGet.port' },
    ],
    'behind a route': [
      probed() + server() + authorization() + httpRoute(),
      { got: '8080, where Server web does not admit probes by itself, since HTTPRoute apps/web is attached to it' },
    ],
    'behind a route that admits identities alone': [
      probed() +
        server() +
        httpRoute(matching('{ value: / }')) +
        routePolicy('[{ kind: ServiceAccount, name: gateway }]'),
      {},
    ],
    'behind a route for another path': [
      probed() + server() + httpRoute(matching('{ type: Exact, value: /live }')) + routePolicy(nodes),
      {},
    ],
    'behind a route for a longer path': [
      probed() + server() + httpRoute(matching('{ type: PathPrefix, value: /ready/deep }')) + routePolicy(nodes),
      {},
    ],
    'behind a route for another method': [
      probed() + server() + httpRoute(matching('{ value: / }', ', method: POST')) + routePolicy(nodes),
      {},
    ],
  },
  notJudged: {
    'a probe that the default inbound policy decides about, where nothing tells it': [
      deployment({ container: `ports: [{ name: http, containerPort: 8080 }], readinessProbe: { ${grpc} }` }),
      'the files do not tell the default inbound policy',
    ],
    'gRPC where nothing tells the default policy': [
      deployment({
        container: `ports: [{ containerPort: 8080 }], livenessProbe: { ${grpc} }`,
      }),
      'the files do not tell the default inbound policy',
    ],
  },
});
