import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/gateway-api-is-supported.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const version = (text: string, release = 'edge-26.6.3') =>
  good.replace('bundle-version: v1.2.1', `bundle-version: ${text}`).replace('edge-26.6.3', release);
const path = 'metadata.annotations["gateway.networking.k8s.io/bundle-version"]';

/** What is said of a release that others have installed, in place of its definitions. */
const stated = (text: string, namespace = 'linkerd') => `${version('v1.2.1')}---
apiVersion: v1
kind: Namespace
metadata: { name: ${namespace}, annotations: { gateway.networking.k8s.io/bundle-version: ${text} } }
`;

ruleTester(rule, {
  ignores: {
    'definitions of others': version('v0.8.0').replace('group: gateway', 'group: x.gateway'),
  },
  passes: {
    'accepts the oldest': version('v1.1.1'),
    'accepts the newest': version('v1.5.1'),
    'accepts a statement of one between': stated('v1.4.0'),
    'accepts what other namespaces say': stated('v0.8.1', 'apps'),
  },
  fails: {
    'with a statement of one that is too old': [stated('v0.8.1'), { object: 'Namespace linkerd', path, got: 'v0.8.1' }],
    'with one that is too old': [
      version('v0.8.0'),
      { path, got: 'v0.8.0', expected: 'v1.1.1 to v1.5.1, with Linkerd 2.20' },
    ],
    'with one that is too new': [
      version('v1.3.0', 'edge-25.10.7'),
      { expected: 'v1.1.1 to v1.2.1, with Linkerd 2.19' },
    ],
  },
  notJudged: {
    'a release of Linkerd that is not known': [
      version('v2.0.0', 'edge-25.12.1'),
      'the files do not tell a release of Linkerd that is known',
    ],
    'a text that is not a release': [version('main'), 'main is not a release of the Gateway API'],
  },
});
