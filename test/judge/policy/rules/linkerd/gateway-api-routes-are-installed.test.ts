import { controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd/gateway-api-routes-are-installed.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);
const route = bad.slice(bad.lastIndexOf('---'));

/** The same, where the control plane's namespace says what others have installed. */
const stated = (yaml: string, release: string, channel?: string) => `${yaml}---
apiVersion: v1
kind: Namespace
metadata:
  name: linkerd
  labels: { linkerd.io/is-control-plane: "true" }
  annotations:
    gateway.networking.k8s.io/bundle-version: ${release}
${channel === undefined ? '' : `    gateway.networking.k8s.io/channel: ${channel}`}
`;
const tls = bad.replace(
  'gateway.networking.k8s.io/v1\nkind: HTTPRoute',
  'gateway.networking.k8s.io/v1alpha2\nkind: TLSRoute',
);

ruleTester(rule, {
  ignores: {
    'objects without a control plane': bad.replace('linkerd.io/control-plane-component: identity', 'app: web'),
  },
  passes: {
    'takes the release that is stated for installed': stated(bad, 'v1.2.1'),
    'takes the experimental channel for what is in it': stated(tls, 'v1.2.1', 'experimental'),
  },
  fails: {
    'without the definition': [
      bad,
      {
        path: 'apiVersion',
        got: 'gateway.networking.k8s.io/v1, without CustomResourceDefinition httproutes.gateway.networking.k8s.io',
      },
    ],
    'in a version that is not served': [
      String(rule.passes).replace('name: v1, served', 'name: v1beta1, served'),
      { got: 'gateway.networking.k8s.io/v1, of which v1beta1 are served' },
    ],
    'for what the stated release does not serve yet': [
      stated(bad, 'v0.8.1'),
      { got: 'gateway.networking.k8s.io/v1, which release v0.8.1 does not serve in its standard channel' },
    ],
    'for what the stated channel does not serve': [
      stated(tls, 'v1.2.1'),
      { got: 'gateway.networking.k8s.io/v1alpha2, which release v1.2.1 does not serve in its standard channel' },
    ],
    'for a version of which nothing is known': [
      stated(bad.replace('k8s.io/v1\nkind: HTTPRoute', 'k8s.io/v2\nkind: HTTPRoute'), 'v1.2.1'),
      { got: 'gateway.networking.k8s.io/v2, which release v1.2.1 does not serve in its standard channel' },
    ],
  },
  notJudged: {
    'routes where nothing but a Namespace tells of Linkerd': [
      route +
        '---\napiVersion: v1\nkind: Namespace\nmetadata: { name: apps, annotations: { linkerd.io/inject: enabled } }\n',
      'no control plane of Linkerd is among the files',
    ],
    'a route without resource definitions of Linkerd': [
      controllerExample() + route,
      'no resource definition of Linkerd is among the files',
    ],
  },
});
