import rule from '../../../../../lib/judge/policy/rules/nats/mirrors-reach-their-hub.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const { hub = '', leaf = '' } = typeof rule.passes === 'string' ? {} : rule.passes;

ruleTester(rule, {
  passes: {
    'accepts a mirror of a stream of its own cluster, through its own domain': {
      hub,
      leaf: leaf.replace('$JS.hub.API', '$JS.leaf.API').replace('"name": "ORDERS"', '"name": "COPY"'),
    },
    'accepts a mirror of a stream of its own cluster': {
      hub,
      leaf: leaf.replace(', "external": { "api": "$JS.hub.API" }', '').replace('"ORDERS"', '"COPY"'),
    },
  },
  notJudged: {
    'text that is not JSON': [{ leaf: leaf.replace('{ "name": "COPY"', '"COPY"') }, 'it is not a JSON object'],
    'a copy in a cluster whose own domain is not known': [
      { hub, leaf: leaf.replace('domain: leaf', 'domain: $DOMAIN').replace('$JS.hub.API', '$JS.far.API') },
      'jetstream.domain is $DOMAIN, whose value is not known',
    ],
    'a mirror through a hub whose domain is not known': [
      { hub: hub.replace('domain: hub', 'domain: $DOMAIN'), leaf },
      'jetstream.domain is $DOMAIN, whose value is not known',
    ],
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
    'for a stream that its own cluster lacks, through its own domain': [
      { hub, leaf: leaf.replace('$JS.hub.API', '$JS.leaf.API') },
      { got: 'a copy of ORDERS, in this cluster', expected: 'external.api: $JS.hub.API' },
    ],
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
