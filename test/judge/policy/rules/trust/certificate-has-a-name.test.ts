import rule from '../../../../../lib/judge/policy/rules/trust/certificate-has-a-name.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate } from '../../../model/trust/objects.js';

ruleTester(rule, {
  passes: {
    'accepts a common name alone': certificate('web', `commonName: ${'x'.repeat(64)}`),
    'accepts an address alone': certificate('web', 'ipAddresses: [192.0.2.1]'),
    'accepts a URI alone': certificate('web', "uris: ['spiffe://example.org/web']"),
    'accepts a wildcard over one label': certificate('web', "dnsNames: ['*.example.org']"),
  },
  fails: {
    'of any kind': [certificate('web', "commonName: ''"), { path: 'spec.dnsNames', got: 'no name of any kind' }],
    'that is too long': [
      certificate('web', `commonName: ${'x'.repeat(63)}é`),
      { path: 'spec.commonName', got: '65 bytes', expected: 'at most 64' },
    ],
    'with a star that matches nothing': [
      certificate('web', "dnsNames: [a.b, '*', '*.local', 'a.*.b', 'a*.b.c']"),
      { path: 'spec.dnsNames[1]', got: '*' },
      { path: 'spec.dnsNames[2]', got: '*.local' },
      { path: 'spec.dnsNames[3]', got: 'a.*.b' },
      { path: 'spec.dnsNames[4]', got: 'a*.b.c' },
    ],
  },
});
