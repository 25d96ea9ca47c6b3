import { linkExample } from '../../../../../lib/judge/policy/examples/nats-link.js';
import rule from '../../../../../lib/judge/policy/rules/nats/leafnode-certificate-names-its-address.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const to = (url: string) => ({ leafConf: `leafnodes { remotes: [ { url: "${url}" } ] }` });
ruleTester(rule, {
  passes: {
    'accepts that one of two hubs on the same port names the address': {
      ...linkExample({ certificateFor: 'ipAddresses: [192.0.2.2]' }),
      other: linkExample({ certificateFor: 'ipAddresses: [192.0.2.1]' }).hub,
    },
    'accepts a wildcard': linkExample({
      ...to('tls://hub.example.org:30722'),
      certificateFor: 'dnsNames: ["*.example.org"]',
    }),
    'accepts capitals': linkExample({
      ...to('tls://HUB.example.org:30722'),
      certificateFor: 'dnsNames: [hub.Example.org]',
    }),
  },
  notJudged: {
    'hubs of which one has a certificate that is not known': [
      { ...linkExample({ certificateFor: 'ipAddresses: [192.0.2.2]' }), other: linkExample({}).hub },
      'the certificate of the hub at 192.0.2.1:30722 is not among the files',
    ],
    'leaves of other hubs': [
      linkExample({ ...to('tls://192.0.2.1:30999'), certificateFor: 'dnsNames: []' }),
      'the certificate of the hub at 192.0.2.1:30999 is not among the files',
    ],
  },
  fails: {
    'for an address that neither of two hubs names': [
      {
        ...linkExample({ certificateFor: 'ipAddresses: [192.0.2.2]' }),
        other: linkExample({ certificateFor: 'ipAddresses: [192.0.2.3]' }).hub,
      },
      { cluster: 'hub', got: '192.0.2.2' },
    ],
    'once for an address that two leaves dial': [
      {
        ...linkExample({ certificateFor: 'ipAddresses: []' }),
        other: linkExample({}).leaf,
      },
      { got: 'no names' },
    ],
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
