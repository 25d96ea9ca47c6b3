import rule from '../../../../../lib/judge/policy/rules/linkerd/server-ports-do-not-overlap.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, server } from '../../../model/linkerd/objects.js';

ruleTester(rule, {
  passes: {
    'accepts Servers of different ports': deployment() + server() + server('podSelector: {}, port: 9090', 'metrics'),
    'accepts Servers of different pods':
      deployment() +
      server() +
      deployment({ name: 'api' }) +
      server('podSelector: { matchLabels: { app: api } }, port: 8080', 'api'),
  },
  fails: {
    'and reports the second by name, once': [
      deployment() +
        deployment({ name: 'web-2', labels: '{ app: web }' }) +
        server('podSelector: {}, port: 8080', 'zone') +
        server(),
      { object: 'Server apps/zone', path: 'spec.port', got: 'port 8080 of web, which Server web selects too' },
    ],
  },
  notJudged: {
    'a Server without pods': [server(), 'no pod that the Server selects is among the files'],
  },
});
