import rule from '../../../../../lib/judge/policy/rules/linkerd/http-policies-target-http-ports.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, httpRoute, server } from '../../../model/linkerd/objects.js';

const good = String(rule.passes);
const opaque = (ports: string) =>
  deployment({ annotations: `{ linkerd.io/inject: enabled, config.linkerd.io/opaque-ports: "${ports}" }` });
const withProtocol = (protocol: string) =>
  server(`podSelector: { matchLabels: { app: web } }, port: 8080, proxyProtocol: ${protocol}`);

ruleTester(rule, {
  ignores: {
    'routes of Services': withProtocol('opaque') + httpRoute('[]', '{ group: core, kind: Service, name: web }'),
  },
  passes: {
    'accepts a protocol that is found out': server() + httpRoute() + deployment(),
    'accepts a protocol that the Server states over the annotation':
      withProtocol('HTTP/2') + httpRoute() + opaque('8080'),
    'accepts another opaque port': server() + httpRoute() + opaque('5432'),
    'accepts a rate limit on HTTP': good,
  },
  fails: {
    'with a route on an opaque Server': [
      withProtocol('opaque') + httpRoute(),
      { object: 'HTTPRoute apps/web', path: 'spec.parentRefs[0].name', got: 'Server web, whose protocol is opaque' },
    ],
    'with a rate limit on TLS': [
      good.replace('HTTP/1', 'TLS'),
      {
        object: 'HTTPLocalRateLimitPolicy apps/web',
        path: 'spec.targetRef.name',
        got: 'Server web, whose protocol is TLS',
      },
    ],
    'with a port that an annotation makes opaque': [
      server() + httpRoute() + opaque('8000-8100'),
      { got: 'Server web, whose port 8080 an annotation of web makes opaque' },
    ],
  },
  notJudged: {
    'a Server without pods among the files': [
      server() + httpRoute(),
      'no pod that Server web selects is among the files',
    ],
    'a Server that does not exist': [httpRoute(), 'Server apps/web is not among the files'],
  },
});
