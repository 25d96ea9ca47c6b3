import { linkExample } from '../../../../lib/policy/nats/link-example.js';
import rule from '../../../../lib/policy/rules/nats/leafnode-certificate-names-its-address.js';
import { ruleTester } from '../../../support/rule-tester.js';

const to = (url: string) => ({ leafConf: `leafnodes { remotes: [ { url: "${url}" } ] }` });
ruleTester(rule, {
  passes: {
    'accepts a wildcard': linkExample({
      ...to('tls://hub.example.org:30722'),
      certificateFor: 'dnsNames: ["*.example.org"]',
    }),
    'accepts capitals': linkExample({
      ...to('tls://HUB.example.org:30722'),
      certificateFor: 'dnsNames: [hub.Example.org]',
    }),
    'leaves leaves of other hubs alone': linkExample({
      ...to('tls://192.0.2.1:30999'),
      certificateFor: 'dnsNames: []',
    }),
  },
  fails: {
    'for an address': [
      linkExample({ certificateFor: 'ipAddresses: [192.0.2.2]' }),
      {
        cluster: 'hub',
        object: 'Certificate nats-system/nats-leafnodes',
        path: 'spec.ipAddresses',
        got: '192.0.2.2',
        expected: '192.0.2.1, which a leaf dials',
      },
    ],
    'for a name below the wildcard': [
      linkExample({ ...to('tls://a.hub.example.org:30722'), certificateFor: 'dnsNames: ["*.example.org"]' }),
      { path: 'spec.dnsNames', expected: 'a.hub.example.org, which a leaf dials' },
    ],
  },
});
