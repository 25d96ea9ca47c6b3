import { describe, expect, test } from 'vitest';
import { coversAddress } from '../../../lib/formats/x509/address.js';

const names = {
  dnsNames: ['Broker.example', '*.nats.svc', '10.0.0.9', '*', 'a*.example'],
  ipAddresses: ['10.0.0.1', '2001:DB8:0::1', '::ffff:192.0.2.1'],
};

describe('coversAddress', () => {
  test.each(['broker.example', 'BROKER.EXAMPLE.', 'b-0.nats.svc', '10.0.0.1', '[2001:db8::1]', '192.0.2.1'])(
    'accepts %s',
    (host) => expect(coversAddress(names, host)).toBe(true),
  );

  test.each([
    'nats.svc',
    'a.b.nats.svc',
    '.nats.svc',
    '*.nats.svc',
    'other.example',
    'ab.example',
    'localhost',
    '10.0.0.9',
    '010.0.0.1',
    '2001:db8::2',
    '',
  ])('refuses %s', (host) => expect(coversAddress(names, host)).toBe(false));

  test('covers nothing without names', () => expect(coversAddress({}, 'broker.example')).toBe(false));
});
