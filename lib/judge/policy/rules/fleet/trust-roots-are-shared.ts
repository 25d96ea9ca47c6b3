import { stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { anchorTexts, BUNDLE, fingerprintsIn, IDENTITY_BUNDLE } from '../../../model/trust/anchors.js';
import { defineRule } from '../../rule.js';

interface Roots {
  readonly resource: Resource;
  readonly path: string;
  readonly fingerprints: readonly string[];
}

export default defineRule<Roots | undefined>({
  id: 'fleet/trust-roots-are-shared',
  severity: 'error',
  scope: 'fleet',
  summary: 'Every mesh of a fleet has trust roots, and any two of them have one in common.',
  rationale: 'Without a common root no proxy of one cluster accepts the certificate of a proxy of the other.',
  source: 'https://linkerd.io/2-edge/tasks/installing-multicluster/',
  appliesTo: [BUNDLE, 'ConfigMap', 'Namespace'],
  passes: { east: example(first()), west: example(first()) },
  fails: { east: example(first()), west: example(second()) },
  collect(cluster) {
    for (const resource of cluster.ofKind(BUNDLE, 'ConfigMap')) {
      if (resource.object.metadata.name !== IDENTITY_BUNDLE) continue;
      const texts = anchorTexts(resource);
      const fingerprints = texts.flatMap(({ pem }) => fingerprintsIn(pem));
      const [text] = texts;
      if (text !== undefined && fingerprints.length > 0) return { resource, path: text.path, fingerprints };
    }
    if (cluster.ofKind(BUNDLE, 'ConfigMap').some(({ object }) => object.metadata.name === IDENTITY_BUNDLE)) {
      return undefined;
    }
    const resource = cluster
      .ofKind('Namespace')
      .find(({ object }) => stringsAt(object, 'metadata', 'labels')['linkerd.io/is-control-plane'] === 'true');
    return resource && { resource, path: 'metadata.name', fingerprints: [] };
  },
  *check(all) {
    const meshes = [...all].flatMap(([cluster, roots]) => (roots === undefined ? [] : [{ cluster, ...roots }]));
    const known = meshes.filter(({ fingerprints }) => fingerprints.length > 0);
    const [witness] = known;
    if (witness === undefined) return;
    for (const { cluster, resource, path, fingerprints } of meshes) {
      if (fingerprints.length > 0) continue;
      yield {
        cluster,
        resource,
        path,
        got: 'the namespace of a control plane, and no roots for it',
        expected: `a Bundle ${IDENTITY_BUNDLE}, as cluster ${witness.cluster} has one`,
        fix: 'Add the Bundle; the control plane does not start without its roots.',
      };
    }
    for (const [index, { cluster, resource, path, fingerprints }] of known.entries()) {
      const stranger = known
        .slice(0, index)
        .find((other) => !other.fingerprints.some((root) => fingerprints.includes(root)));
      if (stranger === undefined) continue;
      yield {
        cluster,
        resource,
        path,
        got: `roots of which cluster ${stranger.cluster} has none`,
        expected: `a root that cluster ${stranger.cluster} has too`,
        fix: 'Put the root of the fleet into the bundle of every cluster; while it is replaced, the old one and the new one.',
      };
    }
  },
});

function example(pem: string): string {
  return `
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: linkerd-identity-trust-roots }
spec:
  sources:
    - inLine: |
        -----BEGIN CERTIFICATE-----
${pem}
        -----END CERTIFICATE-----
`;
}

function first(): string {
  return `        MIIBjTCCATOgAwIBAgIURJp3/KXLu+6FWuGfvUdOIBVe5MMwCgYIKoZIzj0EAwIw
        HDEaMBgGA1UEAwwRcm9vdCBvZiBvbmUgZmxlZXQwHhcNMjYxMTIxMDQxODE3WhcN
        MzYxMTE4MDQxODE3WjAcMRowGAYDVQQDDBFyb290IG9mIG9uZSBmbGVldDBZMBMG
        ByqGSM49AgEGCCqGSM49AwEHA0IABLhMHAuX99k96OYWqHGQX4yM3yrMgyoDRyO+
        1eF0IJ3UMTINgLdmYmaAyONbe2arxNWLrwzq50esFveYgnEBf+SjUzBRMB0GA1Ud
        DgQWBBSlmdyz83UwmokwW2dph7uZSCotWDAfBgNVHSMEGDAWgBSlmdyz83Uwmokw
        W2dph7uZSCotWDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIHGF
        15LdV8MnDG2CDY4jtVE/kdWmMqtdpDIUy2NfMjR1AiEAtPLKcESALdvjal0Fp6Xw
        j5AoNkvB1p13ViTrvEs4UwA=`;
}

function second(): string {
  return `        MIIBlDCCATugAwIBAgIUSGbngz5lFXkUnzSbLjilfqPWOigwCgYIKoZIzj0EAwIw
        IDEeMBwGA1UEAwwVcm9vdCBvZiBhbm90aGVyIGZsZWV0MB4XDTI2MTEyMTA0MTgx
        N1oXDTM2MTExODA0MTgxN1owIDEeMBwGA1UEAwwVcm9vdCBvZiBhbm90aGVyIGZs
        ZWV0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPTN004m5p9Edkhn7JpJNlM2+
        da4qn9ODIQwz8TRYlEg1OTH/HwlDimJpMuzrRejM+GlvRSZHcnhogeulHGrw5KNT
        MFEwHQYDVR0OBBYEFEVQn/kyl03AWe81PMuAHHl2rWS1MB8GA1UdIwQYMBaAFEVQ
        n/kyl03AWe81PMuAHHl2rWS1MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID
        RwAwRAIgFAXwv2N/jJOkihZCNehpOplKP5muJb7erySDNyL8MhACIFPCahUvwVPK
        F8mlBbKinu4+G5E+PMApnxB5chn9ox0I`;
}
