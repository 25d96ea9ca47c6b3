import rule from '../../../../../lib/judge/policy/rules/istio/service-entry-protocols-agree.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'accepts entries that no namespace sees together': bad
      .replace('spec: { hosts', 'spec: { exportTo: ["."], hosts')
      .replace('shop }\nspec: {', 'shop }\nspec: { exportTo: ["."],'),
    'accepts other ports': bad.replace('number: 443, name: main', 'number: 80, name: main'),
  },
  fails: {
    'once, however many say otherwise': [
      `${bad}---${bad.split('---')[1]?.replace('name: api, namespace: shop', 'name: third, namespace: shop')}`,
      {
        object: 'ServiceEntry apps/api',
        got: 'HTTPS for api.example.com:443, which is HTTP in ServiceEntry shop/api, and another protocol in 1 more',
      },
      { object: 'ServiceEntry shop/api' },
      { object: 'ServiceEntry shop/third' },
    ],
    'of one host and port': [
      bad,
      {
        object: 'ServiceEntry apps/api',
        path: 'spec.ports[0].protocol',
        got: 'HTTPS for api.example.com:443, which is HTTP in ServiceEntry shop/api',
      },
      { object: 'ServiceEntry shop/api' },
    ],
    'of a port that one entry has twice, by its first protocol': [
      String(rule.passes).replace(
        'protocol: HTTPS }]',
        'protocol: HTTPS }, { number: 443, name: again, protocol: HTTP }]',
      ),
      { object: 'ServiceEntry apps/api', path: 'spec.ports[1].protocol' },
    ],
  },
});
