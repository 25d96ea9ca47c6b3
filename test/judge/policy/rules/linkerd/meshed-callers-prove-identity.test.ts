import rule from '../../../../../lib/judge/policy/rules/linkerd/meshed-callers-prove-identity.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import {
  authorization,
  deployment,
  networkAuthentication,
  networkPolicy,
  server,
  serverAuthorization,
} from '../../../model/linkerd/objects.js';

const byNetwork = authorization('[{ group: policy.linkerd.io, kind: NetworkAuthentication, name: nodes }]');
const office = networkAuthentication('[{ cidr: 192.0.2.0/24 }]');
const gateway = (annotations: string) => deployment({ name: 'gateway', annotations });
const from = (peer: string) =>
  networkPolicy(
    `{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [${peer}], ports: [{ port: http }] }] }`,
  );

ruleTester(rule, {
  passes: {
    'accepts a network where no caller is known': server() + byNetwork + office + deployment(),
    'accepts a network where the callers have no proxy':
      server() +
      byNetwork +
      office +
      deployment() +
      gateway('{ linkerd.io/inject: disabled }') +
      from('{ podSelector: { matchLabels: { app: gateway } } }'),
    'accepts a network that the NetworkPolicy names too':
      server() +
      byNetwork +
      office +
      deployment() +
      gateway('{ linkerd.io/inject: enabled }') +
      from('{ ipBlock: { cidr: 192.0.2.0/24 } }'),
  },
  fails: {
    'where a NetworkPolicy names a meshed caller': [
      server() +
        byNetwork +
        office +
        deployment() +
        gateway('{ linkerd.io/inject: enabled }') +
        from('{ podSelector: { matchLabels: { app: gateway } } }'),
      {
        object: 'AuthorizationPolicy apps/web',
        path: 'spec.requiredAuthenticationRefs[0]',
        got: 'peers from 192.0.2.0/24, without identity, may connect to web:8080',
        expected: 'only identities, since gateway has one',
      },
    ],
    'where another policy names identities': [
      server() +
        byNetwork +
        office +
        authorization('[{ kind: ServiceAccount, name: gateway }]', undefined, 'callers') +
        deployment(),
      {
        object: 'AuthorizationPolicy apps/web',
        expected: 'only identities, since every caller that callers names has one',
      },
    ],
    'in a ServerAuthorization': [
      server() +
        authorization() +
        deployment() +
        serverAuthorization(
          '{ server: { name: web }, client: { networks: [{ cidr: 192.0.2.0/24 }], unauthenticated: true } }',
        ),
      { object: 'ServerAuthorization apps/web', path: 'spec.client' },
    ],
  },
  notJudged: {
    'a Server without pods among the files': [
      server() + byNetwork + office,
      'no pod that Server web selects is among the files',
    ],
  },
});
