import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { anchorTexts, BUNDLE, fingerprintsIn, IDENTITY_BUNDLE } from '../../../model/trust/anchors.js';
import { type WithPeers, withPeers } from '../../fleet-targets.js';
import { defineRule } from '../../rule.js';

/** The trust roots of a mesh. */
interface Roots {
  readonly resource: Resource;
  readonly path: string;
  /** Empty if they are not among the files. */
  readonly fingerprints: readonly string[];
  /** Whether a Bundle or ConfigMap is there for them. */
  readonly isStated: boolean;
}

export default defineRule<Roots | undefined, WithPeers<Roots>>({
  id: 'fleet/trust-roots-are-shared',
  severity: 'error',
  scope: 'fleet',
  summary: 'Every mesh of a fleet has trust roots, and any two of them have one in common.',
  rationale: 'Without a common root no proxy of one cluster accepts the certificate of a proxy of the other.',
  source: 'https://linkerd.io/2-edge/tasks/installing-multicluster/',
  appliesTo: [BUNDLE, 'ConfigMap', 'Namespace'],
  collect: (cluster) => statedRoots(cluster) ?? missingRoots(cluster),
  about: (all) => withPeers(all),
  *check({ cluster, facts: { resource, path, fingerprints, isStated }, peers }) {
    const known = peers.filter(({ facts }) => facts.fingerprints.length > 0);
    const [witness] = known;
    if (fingerprints.length === 0 && (isStated || witness === undefined)) {
      yield { cluster, resource, notJudged: 'the trust roots are not among the files' };
    } else if (witness === undefined) {
      yield { cluster, resource, notJudged: 'the trust roots of no other mesh are among the files' };
    } else if (!isStated) {
      yield {
        ...{ cluster, resource, path },
        got: 'the namespace of a control plane without roots',
        expected: `a Bundle ${IDENTITY_BUNDLE}, as cluster ${witness.cluster} has one`,
        effect: 'The control plane does not start.',
        fix: 'Add the Bundle.',
      };
    } else {
      // Of two meshes without a common root, the second is reported.
      const disjoint = known.find(
        (other) => other.cluster < cluster && !other.facts.fingerprints.some((root) => fingerprints.includes(root)),
      );
      if (disjoint === undefined) return;
      yield {
        ...{ cluster, resource, path },
        got: `roots that cluster ${disjoint.cluster} does not have`,
        expected: `a root that cluster ${disjoint.cluster} has too`,
        fix: 'Put the root of the fleet into the bundle of every cluster; during a rotation, both the old and the new one.',
      };
    }
  },
  passes: { east: example(first()), west: example(first()) },
  fails: { east: example(first()), west: example(second()) },
});

/** The roots of the first object for them that spells some out, or that there is such an object. */
function statedRoots(cluster: ClusterIndex): Roots | undefined {
  const found = cluster
    .ofKind(BUNDLE, 'ConfigMap')
    .filter(({ object }) => object.metadata.name === IDENTITY_BUNDLE)
    .map((resource) => {
      const texts = anchorTexts(resource);
      const fingerprints = texts.flatMap(({ pem }) => fingerprintsIn(pem));
      return { resource, path: texts[0]?.path ?? '', fingerprints, isStated: true };
    });
  return found.find(({ fingerprints }) => fingerprints.length > 0) ?? found[0];
}

/** Where the roots of a control plane would be. */
function missingRoots(cluster: ClusterIndex): Roots | undefined {
  const resource = cluster
    .ofKind('Namespace')
    .find((each) => Field.of(each).at('metadata', 'labels', 'linkerd.io/is-control-plane').text === 'true');
  return resource && { resource, path: 'metadata.name', fingerprints: [], isStated: false };
}

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
