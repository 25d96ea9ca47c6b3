import { beforeAll, describe, expect, test } from 'vitest';
import { defaultValues } from '../../../../lib/write/linkerd/control-plane/default-values.js';
import { LINKERD_RELEASES } from '../../../../lib/write/linkerd/control-plane/releases.js';
import { LINKERD_VALUE_SHAPES } from '../../../../lib/write/linkerd/control-plane/value-shapes.js';
import { type Issued, issue, rsa } from '../../trust/issue.js';
import { refusalOf, refusalOfValues, type Setup } from './control-plane.js';

/** The refusal of props that no compiler saw. */
const refused = (setup: object) => refusalOf(setup as Setup);

describe('settings of a control plane', () => {
  test('fails options that do not exist, at any depth, with the one that was meant', () => {
    const values = { proxi: {}, proxy: { logLevl: 'x', ports: { admn: 1 } }, destinationResources: { cpus: {} } };
    expect(refusalOfValues(values)).toEqual([
      "LinkerdControlPlane 'hub': values.destinationResources.cpus is an unknown option, expected cpu. Did you mean cpu? Correct the name.",
      "LinkerdControlPlane 'hub': values.proxi is an unknown option, expected proxy. Did you mean proxy? Correct the name.",
      "LinkerdControlPlane 'hub': values.proxy.logLevl is an unknown option, expected logLevel. Did you mean logLevel? Correct the name.",
      "LinkerdControlPlane 'hub': values.proxy.ports.admn is an unknown option, expected admin. Did you mean admin? Correct the name.",
    ]);
    expect(refusalOfValues({ policyController: { zzz: 1 } })).toEqual([
      "LinkerdControlPlane 'hub': values.policyController.zzz is an unknown option, expected one of livenessProbe, readinessProbe, additionalArgs, experimentalArgs, logLevel, probeNetworks, resources. Remove it, or correct its name.",
    ]);
  });

  test('fails values of wrong types, of options without a default too', () => {
    const values = {
      proxy: { uid: 'x', ports: [], accessLog: 3 },
      disableIPv6: 'no',
      tolerations: {},
      clusterNetworks: ['10.0.0.0/8'],
      highAvailability: 'yes',
      configReaders: 'x',
    };
    expect(refusalOfValues(values)).toEqual([
      "LinkerdControlPlane 'hub': values.clusterNetworks is a list, expected text. Correct it, or remove it to use the default.",
      "LinkerdControlPlane 'hub': values.configReaders is 'x', expected a list, each an object with name, namespace. Correct it, or remove it to use the default.",
      "LinkerdControlPlane 'hub': values.disableIPv6 is 'no', expected true or false. Correct it, or remove it to use the default.",
      "LinkerdControlPlane 'hub': values.highAvailability is 'yes', expected true or false. Correct it, or remove it to use the default.",
      "LinkerdControlPlane 'hub': values.proxy.accessLog is 3, expected 'apache' or 'json'. Correct it, or remove it to use the default.",
      "LinkerdControlPlane 'hub': values.proxy.ports is an empty list, expected an object. Correct it, or remove it to use the default.",
      "LinkerdControlPlane 'hub': values.proxy.uid is 'x', expected an integer from 0 to 2147483647. Correct it, or remove it to use the default.",
      "LinkerdControlPlane 'hub': values.tolerations is an object, expected a list, each an object. Correct it, or remove it to use the default.",
    ]);
  });

  test.each(['2.19', '2.20'] as const)('knows the type of each option of %s that has no default', (version) => {
    const unknown = (tree: object, path = ''): string[] =>
      Object.entries(tree).flatMap(([key, value]) => {
        const place = path === '' ? key : `${path}.${key}`;
        if (value === undefined || value === null)
          return place in LINKERD_VALUE_SHAPES || key in LINKERD_VALUE_SHAPES ? [] : [place];
        return typeof value === 'object' ? unknown(value, place) : [];
      });
    expect(unknown(defaultValues(LINKERD_RELEASES[version]))).toEqual([]);
  });

  test('accepts null as a values file has it: nothing is stated', () => {
    expect(refusalOfValues({ proxy: null, tolerations: null, proxyInit: { logLevel: null } })).toEqual([]);
  });

  test.each([
    ['x', "'x'"],
    [null, 'null'],
    [[], 'an empty list'],
  ])('fails values that are no values: %o', (values, shown) => {
    expect(refusalOfValues(values)).toEqual([
      `LinkerdControlPlane 'hub': values is ${shown}, expected an object. Correct it.`,
    ]);
  });

  test('fails values that are decided elsewhere', () => {
    const values = { clusterDomain: 'a', cniEnabled: true, identityTrustAnchorsPEM: 'x', linkerdVersion: 'y' };
    expect(refusalOfValues(values)).toEqual([
      "LinkerdControlPlane 'hub': values.clusterDomain is stated, expected the value that is set by the cluster, by clusterDomain. Set it there, and remove it here.",
      "LinkerdControlPlane 'hub': values.cniEnabled is stated, expected the value that is set by the cluster, by mesh.cni. Set it there, and remove it here.",
      "LinkerdControlPlane 'hub': values.identityTrustAnchorsPEM is stated, expected the value that is set by the control plane, by roots. Set it there, and remove it here.",
      "LinkerdControlPlane 'hub': values.linkerdVersion is stated, expected the value that is set by the cluster, by mesh.version. Set it there, and remove it here.",
    ]);
  });

  test('fails a Kubernetes older than the release works with', () => {
    expect(refused({ cluster: { kubernetesVersion: '1.30' } })).toEqual([
      "Cluster 'hub': mesh.version is 2.20 with Kubernetes 1.30, expected Kubernetes 1.31 to 1.35, which Linkerd 2.20 supports. Use Linkerd 2.19, or another release of Kubernetes. See https://linkerd.io/2-edge/reference/k8s-versions/.",
    ]);
    expect(refused({ version: '2.19', cluster: { kubernetesVersion: '1.28' } })).toEqual([
      "Cluster 'hub': kubernetesVersion is '1.28', expected a minor version from 1.29 to 1.37. Use only major and minor version, such as '1.33'.",
    ]);
  });

  test('fails a cluster whose mesh is another', () => {
    expect(refused({ cluster: { mesh: { kind: 'istio', version: '1.31' } } })).toEqual([
      "LinkerdControlPlane 'hub': cluster.mesh is istio 1.31, expected Linkerd, such as { kind: 'linkerd', version: '2.20' }. Use IstioControlPlane, or remove the control plane.",
    ]);
  });

  test('fails a cluster without a mesh, or with a release that is not known', () => {
    expect(refused({ cluster: { mesh: undefined } })).toEqual([
      "LinkerdControlPlane 'hub': cluster.mesh is absent, expected Linkerd, such as { kind: 'linkerd', version: '2.20' }. Set the mesh of the cluster, or remove the control plane.",
    ]);
    expect(refused({ version: '2.18' })).toEqual([
      "Cluster 'hub': mesh.version is '2.18', expected '2.19' or '2.20'. Correct it.",
    ]);
  });

  test('fails props that do not exist or are of wrong types', () => {
    expect(refused({ rots: [] })).toEqual([
      "LinkerdControlPlane 'hub': rots is an unknown option, expected roots. Did you mean roots? Correct the name.",
    ]);
    expect(refused({ rots: [], values: { proxi: {} }, cni: { iptableMode: 'nft' } })).toEqual([
      "LinkerdControlPlane 'hub': cni is set in a cluster without linkerd-cni, expected none. Set mesh.cni of cluster 'hub', or remove it.",
      "LinkerdControlPlane 'hub': cni.iptableMode is an unknown option, expected iptablesMode. Did you mean iptablesMode? Correct the name.",
      "LinkerdControlPlane 'hub': rots is an unknown option, expected roots. Did you mean roots? Correct the name.",
      "LinkerdControlPlane 'hub': values.proxi is an unknown option, expected proxy. Did you mean proxy? Correct the name.",
    ]);
    expect(refused({ roots: 'x', validAt: 3 })).toEqual([
      "LinkerdControlPlane 'hub': roots is 'x', expected a list, each text. Correct it, or remove it to use the default.",
      "LinkerdControlPlane 'hub': validAt is 3, expected text. Correct it, or remove it to use the default.",
    ]);
  });

  test('fails options of linkerd-cni, unknown, wrong, or in a cluster without it', () => {
    const cni = {
      iptableMode: 'nft',
      repairController: { enable: true },
      resources: { cpu: { limit: '1m' } },
      destCNIBinDir: 'opt',
      iptablesMode: 'x',
      portsToRedirect: '1-2',
      ignoreInboundPorts: 'x',
      image: { pullPolicy: 'y' },
      tolerations: 'x',
    };
    expect(refused({ withCni: true, cni })).toEqual([
      "LinkerdControlPlane 'hub': cni.destCNIBinDir is 'opt', expected an absolute path, such as /opt/cni/bin. Correct it, or remove it to use the default.",
      "LinkerdControlPlane 'hub': cni.ignoreInboundPorts is 'x', expected ports and ranges separated by commas, such as 25,587,3306,6000-6010. Correct it, or remove it to use the default.",
      "LinkerdControlPlane 'hub': cni.image.pullPolicy is 'y', expected 'Always', 'IfNotPresent' or 'Never'. Correct it, or remove it to use the default.",
      "LinkerdControlPlane 'hub': cni.iptableMode is an unknown option, expected iptablesMode. Did you mean iptablesMode? Correct the name.",
      "LinkerdControlPlane 'hub': cni.iptablesMode is 'x', expected 'nft' or 'legacy'. Correct it, or remove it to use the default.",
      "LinkerdControlPlane 'hub': cni.portsToRedirect is '1-2', expected ports separated by commas, without ranges, such as 8080,9090. Correct it, or remove it to use the default.",
      "LinkerdControlPlane 'hub': cni.repairController.enable is an unknown option, expected enabled. Did you mean enabled? Correct the name.",
      "LinkerdControlPlane 'hub': cni.resources.cpu.limit is 1m, expected at least the request of 10m. Raise the limit, or lower the request.",
      "LinkerdControlPlane 'hub': cni.tolerations is 'x', expected a list, each an object. Correct it, or remove it to use the default.",
    ]);
    expect(refused({ cni: { logLevel: 'debug' } })).toEqual([
      "LinkerdControlPlane 'hub': cni is set in a cluster without linkerd-cni, expected none. Set mesh.cni of cluster 'hub', or remove it.",
    ]);
    expect(refused({ withCni: true, cni: 'x' })).toEqual([
      "LinkerdControlPlane 'hub': cni is 'x', expected an object. Correct it.",
    ]);
  });

  describe('of its roots', () => {
    let root: Issued;
    let small: Issued;
    beforeAll(async () => {
      root = await issue({ name: 'root', days: [-2, 1000] });
      small = await issue({ name: 'small', key: rsa(1024) });
    });

    test('fails one that is expired at the moment stated, and at no other', async () => {
      const roots = [(await issue({ name: 'old', days: [-20, -10] })).certificate.pem];
      expect(refused({ roots, validAt: '2030-01-01' })).toEqual([
        "LinkerdControlPlane 'hub': roots[0]: certificate 'CN=old': validity is expired on 2029-12-22T00:00:00Z, expected valid beyond 2030-01-01T00:00:00Z. Issue it again.",
      ]);
      expect(refused({ roots, validAt: '2029-12-20T12:00:00Z' })).toEqual([]);
      expect(refused({ roots })).toEqual([]);
    });

    test('fails one that is not a CA, or has a key of a wrong size', async () => {
      const leaf = await issue({ name: 'leaf', ca: false });
      expect(refused({ roots: [leaf.certificate.pem] })).toEqual([
        "LinkerdControlPlane 'hub': roots[0]: certificate 'CN=leaf': CA flag is absent, expected basic constraints with CA:TRUE. Issue it as a CA: it could sign nothing.",
        "LinkerdControlPlane 'hub': roots[0]: certificate 'CN=leaf': key usage is digitalSignature, expected keyCertSign among others. Issue it with the usage keyCertSign.",
      ]);
      expect(refused({ roots: [small.certificate.pem] })).toEqual([
        "LinkerdControlPlane 'hub': roots[0]: certificate 'CN=small': public key is RSA 1024, expected ECDSA P-256, or RSA with 2048 or 4096 bits. Make a key of such a kind.",
      ]);
    });

    test('fails a private key, and text that is none of both, showing neither', () => {
      expect(refused({ roots: [root.keyPem] })).toEqual([
        "LinkerdControlPlane 'hub': roots[0] is a private key, expected only certificates. Remove the key, and make a new one if this text was ever committed or sent.",
      ]);
      expect(refused({ roots: ['x'] })).toEqual([
        "LinkerdControlPlane 'hub': roots[0] is not PEM, expected text with lines -----BEGIN …----- and -----END …-----. Convert it, for example with `openssl x509 -inform der`, and keep each marker at the start of its line.",
      ]);
    });

    test('fails an intermediate that descends from none of them', async () => {
      const other = await issue({ name: 'other', days: [-2, 1000] });
      const intermediates = [(await issue({ name: 'mid', parent: other })).certificate.pem];
      expect(refused({ roots: [root.certificate.pem], intermediates })).toEqual([
        "LinkerdControlPlane 'hub': intermediates[0]: certificate 'CN=mid': issuer is 'CN=other', which is not among the certificates, expected a certificate that leads to a root. Add the missing issuer, or have the certificate signed by one of the roots.",
      ]);
      expect(refused({ roots: [root.certificate.pem, other.certificate.pem], intermediates })).toEqual([]);
    });

    test.each(['tomorrow', '2030-13-01', '1/2/2030', ''])('fails a moment that is no date: %o', (validAt) => {
      expect(refused({ validAt })).toEqual([
        `LinkerdControlPlane 'hub': validAt is '${validAt}', expected an ISO 8601 date, such as 2030-01-31. Correct the date.`,
      ]);
    });

    test('fails with all faults at once, of the cluster, of values and of certificates', () => {
      const values = { proxi: {}, controllerReplicas: 0, clusterNetworks: 'x', linkerdVersion: 'x' };
      const cluster = { kubernetesVersion: '1.30' };
      expect(refused({ roots: [small.certificate.pem], validAt: 'x', values, cluster })).toEqual([
        "Cluster 'hub': mesh.version is 2.20 with Kubernetes 1.30, expected Kubernetes 1.31 to 1.35, which Linkerd 2.20 supports. Use Linkerd 2.19, or another release of Kubernetes. See https://linkerd.io/2-edge/reference/k8s-versions/.",
        "LinkerdControlPlane 'hub': roots[0]: certificate 'CN=small': public key is RSA 1024, expected ECDSA P-256, or RSA with 2048 or 4096 bits. Make a key of such a kind.",
        "LinkerdControlPlane 'hub': validAt is 'x', expected an ISO 8601 date, such as 2030-01-31. Correct the date.",
        "LinkerdControlPlane 'hub': values.clusterNetworks is 'x', expected CIDRs separated by commas, such as 10.42.0.0/16,10.43.0.0/16. Write address, slash and prefix length: otherwise the injector rejects every pod.",
        "LinkerdControlPlane 'hub': values.controllerReplicas is 0, expected an integer of 1 or more. Correct it, or remove it to use the default.",
        "LinkerdControlPlane 'hub': values.linkerdVersion is stated, expected the value that is set by the cluster, by mesh.version. Set it there, and remove it here.",
        "LinkerdControlPlane 'hub': values.proxi is an unknown option, expected proxy. Did you mean proxy? Correct the name.",
      ]);
    });
  });
});
