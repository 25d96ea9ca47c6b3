import rule from '../../../../../lib/judge/policy/rules/nats/mirrors-reach-their-hub.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const { hub = '', leaf = '' } = typeof rule.passes === 'string' ? {} : rule.passes;

ruleTester(rule, {
  passes: {
    'accepts a mirror of a stream of its own cluster': {
      hub,
      leaf: leaf.replace(', "external": { "api": "$JS.hub.API" }', '').replace('"ORDERS"', '"COPY"'),
    },
  },
  notJudged: {
    'a hub without descriptions': [
      { hub: hub.replace('ORDERS.stream.json', 'notes'), leaf },
      'no stream of the hub is among the files',
    ],
    'a copy of a local stream without description, where no hub is known': [
      { leaf: leaf.replace(', "external": { "api": "$JS.hub.API" }', '') },
      'no hub of the fleet is among the files',
    ],
    'a hub that is not in the fleet': [
      { leaf: leaf.replace('$JS.hub.API', '$JS.elsewhere.API') },
      'no hub of the fleet is among the files',
    ],
  },
  fails: {
    'for another domain': [
      { hub, leaf: leaf.replace('$JS.hub.API', '$JS.broker.API') },
      {
        cluster: 'leaf',
        object: 'ConfigMap nats-system/streams',
        path: 'data["COPY.stream.json"]',
        got: 'external.api: $JS.broker.API',
        expected: '$JS.hub.API',
      },
    ],
    'for a stream that the hub lacks': [
      { hub, leaf: leaf.replace('"ORDERS"', '"ORDER"') },
      { got: 'a copy of ORDER', expected: 'ORDERS' },
    ],
    'for no domain at all': [
      { hub, leaf: leaf.replace(', "external": { "api": "$JS.hub.API" }', '') },
      { got: 'a copy of ORDERS, in this cluster', expected: 'external.api: $JS.hub.API' },
    ],
  },
});
