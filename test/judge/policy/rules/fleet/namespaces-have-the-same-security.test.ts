import rule from '../../../../../lib/judge/policy/rules/fleet/namespaces-have-the-same-security.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { namespace, networkPolicy } from '../../../model/linkerd/objects.js';

const policy = (value: string) =>
  namespace(`{ linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: ${value} }`);
const meshed = (more = '') => namespace(`{ linkerd.io/inject: enabled${more} }`);
const level = (value: string) => namespace('{}', `{ pod-security.kubernetes.io/enforce: ${value} }`);
const limit = (value: string) => meshed(`, config.linkerd.io/proxy-memory-limit: ${value}`);
const key = (name: string) => `metadata.annotations["${name}"]`;

ruleTester(rule, {
  ignores: {
    'namespaces of different names': { east: policy('deny'), west: namespace('{}', '{}', 'edge') },
  },
  passes: {
    'accepts clusters of different meshes': {
      east: meshed(),
      west: namespace('{}', '{ istio.io/rev: prod }'),
      north: namespace('{}', '{ istio-injection: enabled }'),
    },
    'accepts limits of different size': { east: limit('64Mi'), west: limit('1Gi') },
  },
  fails: {
    'with every weaker policy': [
      {
        a: policy('deny'),
        b: policy('cluster-authenticated'),
        c: policy('all-authenticated'),
        d: policy('cluster-unauthenticated'),
        e: policy('audit'),
        f: meshed(),
      },
      {
        cluster: 'b',
        path: key('config.linkerd.io/default-inbound-policy'),
        got: 'cluster-authenticated',
        expected: 'deny, as in cluster a',
      },
      { cluster: 'c' },
      { cluster: 'd' },
      { cluster: 'e' },
      { cluster: 'f', got: 'nothing' },
    ],
    'between any two neighbours': [
      { a: policy('cluster-unauthenticated'), b: policy('audit') },
      { cluster: 'b', got: 'audit', expected: 'cluster-unauthenticated, as in cluster a' },
    ],
    'outside the mesh, once': [
      { a: policy('deny'), b: namespace() },
      { cluster: 'b', path: key('linkerd.io/inject'), got: 'nothing', expected: 'enabled, as in cluster a' },
    ],
    'with proxies that are not limited': [
      { a: limit('64Mi'), b: meshed() },
      { cluster: 'b', path: key('config.linkerd.io/proxy-memory-limit'), expected: 'a quantity, as in cluster a' },
    ],
    'with a weaker pod-security level': [
      { a: level('baseline'), b: level('restricted'), c: level('privileged') },
      {
        cluster: 'a',
        path: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
        got: 'baseline',
        expected: 'restricted, as in cluster b',
      },
      { cluster: 'c', got: 'privileged' },
    ],
    'without a default for a direction': [
      {
        a: namespace() + networkPolicy('{ podSelector: {}, policyTypes: [Ingress, Egress] }'),
        b: namespace() + networkPolicy('{ podSelector: {}, policyTypes: [Ingress, Egress], egress: [{}] }'),
      },
      { cluster: 'b', object: 'Namespace apps', got: 'no NetworkPolicy that denies egress by default' },
    ],
    'where the default is for some pods': [
      {
        a: namespace() + networkPolicy('{ podSelector: {} }'),
        b: namespace() + networkPolicy('{ podSelector: { matchLabels: { app: web } } }'),
      },
      { cluster: 'b', got: 'no NetworkPolicy that denies ingress by default' },
    ],
  },
});
