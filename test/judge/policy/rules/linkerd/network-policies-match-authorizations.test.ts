import rule from '../../../../../lib/judge/policy/rules/linkerd/network-policies-match-authorizations.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import {
  authorization,
  deployment,
  httpRoute,
  meshTls,
  networkPolicy,
  server,
} from '../../../model/linkerd/objects.js';

const gateway = deployment({ name: 'gateway', spec: 'serviceAccountName: gateway' });
const guarded = server() + authorization() + deployment();
const ingress = (from: string, ports = '[{ port: http }, { port: 4143 }]', name = 'web') =>
  networkPolicy(`{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: ${from}, ports: ${ports} }] }`, name);
const egress = (to: string) =>
  networkPolicy(
    `{ podSelector: { matchLabels: { app: gateway } }, policyTypes: [Egress], egress: [{ to: ${to}, ports: [{ port: 4143 }] }] }`,
    'gateway',
  );
const fromGateway = '[{ podSelector: { matchLabels: { app: gateway } } }]';
const byMeshTls = authorization('[{ group: policy.linkerd.io, kind: MeshTLSAuthentication, name: callers }]');
const denied = '{ linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: deny }';

ruleTester(rule, {
  passes: {
    'accepts callers where no NetworkPolicy closes anything': guarded + gateway,
    'accepts callers that both ends let through':
      guarded + gateway + ingress(fromGateway) + egress('[{ podSelector: { matchLabels: { app: web } } }]'),
    'accepts a closed port where the port of the proxy is open':
      guarded + gateway + ingress(fromGateway, '[{ port: 4143 }]'),
    'accepts callers by the range of pods':
      guarded + gateway + ingress('[{ ipBlock: { cidr: 10.0.0.0/8 } }]') + egress('[{ ipBlock: { cidr: 0.0.0.0/0 } }]'),
    'accepts an account of two workloads of which one calls':
      guarded + gateway + deployment({ name: 'batch', spec: 'serviceAccountName: gateway' }) + ingress(fromGateway),
    'leaves a whole namespace to the mesh':
      guarded + gateway + deployment({ name: 'other' }) + ingress('[{ podSelector: {} }]'),
    'leaves routes to their own policies':
      guarded +
      gateway +
      deployment({ name: 'other' }) +
      httpRoute() +
      ingress('[{ podSelector: { matchLabels: {} } }]'),
    'accepts a range of ports, of which the mesh opens some':
      guarded +
      gateway +
      deployment({ name: 'other' }) +
      ingress('[{ podSelector: { matchLabels: { app: other } } }]', '[{ port: 8000, endPort: 9000 }, { port: 4143 }]') +
      ingress(fromGateway, undefined, 'gateway'),
    'accepts any caller where the default policy is not deny':
      deployment() + deployment({ name: 'other' }) + ingress('[{ podSelector: { matchLabels: { app: other } } }]'),
    'leaves a Server without authorizations to its own rule': server() + deployment() + gateway + ingress(fromGateway),
    'accepts a caller without a pod where no NetworkPolicy closes anything': guarded,
  },
  fails: {
    'once for a field, however many servers it is about': [
      guarded +
        deployment({ name: 'twin', labels: '{ app: web }' }) +
        gateway +
        ingress('[{ podSelector: { matchLabels: { app: nobody } } }]'),
      {
        object: 'AuthorizationPolicy apps/web',
        got: 'apps/gateway, admitted to web:8080, for which NetworkPolicies close the ingress of web; and 1 more like it',
      },
    ],
    'where the server is closed to the caller': [
      guarded + gateway + ingress('[{ podSelector: { matchLabels: { app: gatway } } }]'),
      {
        object: 'AuthorizationPolicy apps/web',
        path: 'spec.requiredAuthenticationRefs',
        got: 'apps/gateway, admitted to web:8080, for which NetworkPolicies close the ingress of web',
        expected: 'a NetworkPolicy that lets gateway connect to web',
      },
    ],
    'where the caller is not let out': [
      guarded + gateway + ingress(fromGateway) + egress('[{ podSelector: { matchLabels: { app: website } } }]'),
      { got: 'apps/gateway, admitted to web:8080, for which NetworkPolicies close the egress of gateway' },
    ],
    "if no pod of the account's namespace is admitted": [
      server() +
        byMeshTls +
        meshTls('{ identities: [prometheus.monitoring.serviceaccount.identity.linkerd.cluster.local] }') +
        deployment() +
        ingress('[{ podSelector: {} }]'),
      {
        got: 'monitoring/prometheus, admitted to web:8080, for which NetworkPolicies close the ingress of web',
        expected: 'a NetworkPolicy that lets prometheus of namespace monitoring connect to web',
      },
    ],
    'where the mesh refuses all whom a NetworkPolicy names': [
      guarded +
        gateway +
        deployment({ name: 'other' }) +
        ingress(
          '[{ podSelector: { matchLabels: { app: gateway } } }, { podSelector: { matchLabels: { app: other } } }]',
        ),
      {
        object: 'NetworkPolicy apps/web',
        path: 'spec.ingress[0].from[1]',
        got: 'other, let through to web:8080, where Server web refuses it',
      },
    ],
    'where the port has no Server and the default is deny': [
      deployment({ annotations: denied }) + gateway + ingress(fromGateway),
      { got: 'gateway, let through to web:8080, where the default inbound policy deny refuses it' },
    ],
  },
  notJudged: {
    'pods whose namespace may be meshed': [
      deployment({ annotations: '{}' }) + networkPolicy('{ podSelector: { matchLabels: { app: web } } }') + server(),
      'Namespace apps is not among the files',
    ],
    'an account whose pods are elsewhere, from a namespace that is admitted': [
      server() +
        byMeshTls +
        meshTls('{ identityRefs: [{ kind: ServiceAccount, name: prometheus, namespace: monitoring }] }') +
        deployment() +
        ingress(
          '[{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } }, podSelector: { matchLabels: { a: b } } }]',
        ),
      'no pod of ServiceAccount monitoring/prometheus is among the files',
    ],
  },
});
