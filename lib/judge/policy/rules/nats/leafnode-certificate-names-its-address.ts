import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { entryPointsBeyond, type Links, linksOf, namesOfCertificate } from '../../../model/nats/links.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { linkExample } from '../../examples/nats-link.js';
import { dialedIn, type LeafAddress } from '../../fleet-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<Links, LeafAddress>({
  id: 'nats/leafnode-certificate-names-its-address',
  severity: 'error',
  scope: 'fleet',
  summary: 'The certificate of a leafnode listener contains every address that leaves dial.',
  rationale:
    'A leaf rejects a certificate that does not contain the address that it dialed. Behind a NodePort that is the address of the node.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls',
  appliesTo: [CERTIFICATE],
  reads: [...POD_KINDS, 'ConfigMap', 'Namespace', 'Service'],
  passes: linkExample({ certificateFor: 'dnsNames: [nats.nats-system.svc], ipAddresses: [192.0.2.1]' }),
  fails: linkExample({ certificateFor: 'dnsNames: [nats.nats-system.svc]' }),
  collect: linksOf,
  about: dialedIn,
  *check({ cluster: leaf, node, host, port }, all) {
    const hubs = entryPointsBeyond(all, leaf, port);
    const certificates = hubs.flatMap(({ cluster, certificate }) =>
      certificate === undefined ? [] : [{ cluster, certificate, names: namesOfCertificate(certificate) }],
    );
    const [first] = certificates;
    // Nothing says which of several hubs is behind an address: it is enough that one has it.
    if (first === undefined || certificates.length < hubs.length) {
      const reason = `the certificate of the hub at ${host}:${port} is not among the files`;
      yield { cluster: leaf, ...notJudged(reason, node.place) };
      return;
    }
    if (certificates.some(({ names }) => names.some((name) => covers(name, host)))) return;
    const isAddress = /^[\d.]+$|:/.test(host);
    yield {
      cluster: first.cluster,
      ...Field.of(first.certificate)
        .at('spec', isAddress ? 'ipAddresses' : 'dnsNames')
        .violation({
          got: first.names.length === 0 ? 'no names' : listed(first.names),
          expected: `${host}, which a leaf dials`,
          fix: 'Add the address to the certificate.',
        }),
    };
  },
});

function covers(name: string, host: string): boolean {
  const wanted = host.toLowerCase();
  const given = name.toLowerCase();
  return given === wanted || (given.startsWith('*.') && wanted.slice(wanted.indexOf('.')) === given.slice(1));
}
