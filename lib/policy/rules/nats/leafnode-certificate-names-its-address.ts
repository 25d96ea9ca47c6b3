import { linkExample } from '../../nats/link-example.js';
import { type Links, linksOf, namesOfCertificate } from '../../nats/links.js';
import { defineRule } from '../../rule.js';

export default defineRule<Links>({
  id: 'nats/leafnode-certificate-names-its-address',
  severity: 'error',
  scope: 'fleet',
  summary: 'The certificate of a leafnode listener names every address that leaves dial.',
  rationale:
    'A leaf refuses a certificate that does not name the address it dialled; behind a NodePort that is the address of the node.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls',
  appliesTo: ['cert-manager.io/Certificate'],
  passes: linkExample({ certificateFor: 'dnsNames: [nats.nats-system.svc], ipAddresses: [192.0.2.1]' }),
  fails: linkExample({ certificateFor: 'dnsNames: [nats.nats-system.svc]' }),
  collect: linksOf,
  *check(all) {
    for (const [cluster, { entryPoints }] of all) {
      const dialled = [...all].filter(([name]) => name !== cluster).flatMap(([, { addresses }]) => addresses);
      for (const { port, certificate } of entryPoints) {
        if (certificate === undefined) continue;
        const names = namesOfCertificate(certificate);
        const hosts = new Set(dialled.filter((address) => address.port === port).map(({ host }) => host));
        for (const host of [...hosts].sort()) {
          if (names.some((name) => covers(name, host))) continue;
          yield {
            cluster,
            subject: certificate,
            path: /^[\d.]+$|:/.test(host) ? 'spec.ipAddresses' : 'spec.dnsNames',
            got: names.length === 0 ? 'no names' : names.join(', '),
            expected: `${host}, which a leaf dials`,
            fix: 'Add the address to the certificate.',
          };
        }
      }
    }
  },
});

function covers(name: string, host: string): boolean {
  const wanted = host.toLowerCase();
  const given = name.toLowerCase();
  return given === wanted || (given.startsWith('*.') && wanted.slice(wanted.indexOf('.')) === given.slice(1));
}
