import { webcrypto } from 'node:crypto';
import { App, Chart, Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { Cluster } from '../../../lib/write/fleet/cluster.js';
import type { ClusterProps } from '../../../lib/write/fleet/cluster-props.js';
import { IstioControlPlane } from '../../../lib/write/istio/control-plane/istio-control-plane.js';
import { IstioMeshPolicy } from '../../../lib/write/istio/policy/istio-mesh-policy.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { createRoot } from '../../../lib/write/trust/create.js';
import { TrustHierarchy, type TrustHierarchyProps } from '../../../lib/write/trust/trust-hierarchy.js';
import { SHIPPED_ROOT } from '../../fixtures/roots.js';
import { findingsOf } from '../../support/judged.js';
import { at, filesOf, find, objectsOf, refusal } from '../../support/synth.js';

const network: ClusterProps = {
  kubernetesVersion: '1.33',
  mesh: { kind: 'linkerd', version: '2.20', cni: true },
  nodeAddresses: ['192.0.2.1'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
};
const offline = { kind: 'offline', certificates: [SHIPPED_ROOT] } as const;

function fleetOf(changes: Partial<TrustHierarchyProps> = {}, cluster: Partial<ClusterProps> = {}): Fleet {
  const fleet = new Fleet('fleet');
  const hub = fleet.addCluster('hub', { ...network, ...cluster });
  hub.add('trust', (chart) => {
    new TrustHierarchy(chart, 'trust', { cluster: hub, root: offline, ...changes });
  });
  return fleet;
}

const objects = (...args: Parameters<typeof fleetOf>) => objectsOf(fleetOf(...args), 'hub');
const names = (...args: Parameters<typeof fleetOf>) =>
  objects(...args).map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);

describe('TrustHierarchy', () => {
  test('offline: intermediates arrive as Secrets; issuers sign with them in the namespace that they serve', () => {
    const written = objects();
    expect(at(find(written, 'Issuer', 'linkerd-identity-intermediate'), 'spec')).toEqual({
      ca: { secretName: 'linkerd-identity-intermediate' },
    });
    expect(at(find(written, 'Issuer', 'nats-messaging'), 'spec')).toEqual({
      ca: { secretName: 'nats-messaging-intermediate' },
    });
    expect(names()).not.toContain('Certificate linkerd/linkerd-identity-intermediate');
  });

  test('behind an issuer: cert-manager asks it for the intermediates', () => {
    const written = objects({
      root: {
        kind: 'issuer',
        name: 'vault',
        issuerKind: 'VaultIssuer',
        group: 'example.org',
        certificates: [SHIPPED_ROOT],
      },
    });
    for (const name of ['linkerd-identity-intermediate', 'nats-messaging-intermediate']) {
      const certificate = find(written, 'Certificate', name);
      expect(at(certificate, 'spec.issuerRef')).toEqual({ group: 'example.org', kind: 'VaultIssuer', name: 'vault' });
      expect(at(certificate, 'spec.isCA')).toBe(true);
    }
  });

  test('self-signed: the root is made in the cluster, and the bundle takes it from there', () => {
    const written = objects({ root: { kind: 'self-signed' } });
    expect(at(find(written, 'Certificate', 'meshwright-trust-root'), 'spec.issuerRef.name')).toBe(
      'meshwright-trust-root-self-signed',
    );
    expect(at(find(written, 'Bundle', 'linkerd-identity-trust-roots'), 'spec.sources')).toEqual([
      { secret: { name: 'meshwright-trust-root', key: 'tls.crt' } },
    ]);
  });

  test('renews the identity issuer from the mesh intermediate, a day before its end, with a new P-256 key', () => {
    expect(at(find(objects(), 'Certificate', 'linkerd-identity-issuer'), 'spec')).toEqual({
      commonName: 'identity.linkerd.cluster.local',
      secretName: 'linkerd-identity-issuer',
      isCA: true,
      duration: '48h0m0s',
      renewBefore: '25h0m0s',
      usages: ['cert sign', 'crl sign'],
      privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
      issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: 'linkerd-identity-intermediate' },
    });
  });

  test('gives each webhook a certificate for the name by which the API server calls it', () => {
    for (const webhook of ['linkerd-policy-validator', 'linkerd-proxy-injector', 'linkerd-sp-validator']) {
      const spec = find(objects(), 'Certificate', webhook)['spec'] ?? null;
      expect(at(spec, 'dnsNames')).toEqual([`${webhook}.linkerd.svc`]);
      expect(at(spec, 'secretName')).toBe(`${webhook}-k8s-tls`);
      expect(at(spec, 'usages')).toEqual(['server auth']);
    }
  });

  test('bundles the roots under the names and key that Linkerd and NATS look up', () => {
    const written = objects();
    expect(at(find(written, 'Bundle', 'linkerd-identity-trust-roots'), 'spec')).toEqual({
      sources: [{ inLine: SHIPPED_ROOT }],
      target: {
        configMap: { key: 'ca-bundle.crt' },
        namespaceSelector: { matchLabels: { 'linkerd.io/is-control-plane': 'true' } },
      },
    });
    expect(
      at(find(written, 'Bundle', 'nats-messaging-trust-roots'), 'spec.target.namespaceSelector.matchLabels'),
    ).toEqual({
      'kubernetes.io/metadata.name': 'nats-system',
    });
  });

  test('hands the roots of messaging to the namespaces of its clients too', () => {
    const written = objects({ messagingClients: ['shop', 'apps'] });
    expect(at(find(written, 'Bundle', 'nats-messaging-trust-roots'), 'spec.target.namespaceSelector')).toEqual({
      matchExpressions: [
        { key: 'kubernetes.io/metadata.name', operator: 'In', values: ['apps', 'nats-system', 'shop'] },
      ],
    });
  });

  test('while rotating, bundles the new root beside the old one, for the mesh and for messaging', async () => {
    const source = { crypto: webcrypto, now: new Date('2030-01-01') };
    const root = await createRoot({ commonName: 'root-2', validityDays: 3650 }, source);
    const next = root.certificate.pem;
    const written = objects({ root: { kind: 'offline', certificates: [SHIPPED_ROOT, next] } });
    for (const bundle of ['linkerd-identity-trust-roots', 'nats-messaging-trust-roots']) {
      expect(at(find(written, 'Bundle', bundle), 'spec.sources')).toEqual([{ inLine: SHIPPED_ROOT }, { inLine: next }]);
    }
  });

  describe('in a cluster with Istio', () => {
    const mesh = { kind: 'istio', version: '1.31', trustDomain: 'example.org' } as const;

    test('makes the CA of istiod below the mesh intermediate, and nothing of Linkerd', () => {
      expect(names({}, { mesh })).toEqual([
        'Issuer istio-system/istio-ca-intermediate',
        'Issuer nats-system/nats-messaging',
        'Certificate istio-system/cacerts',
        'Bundle /nats-messaging-trust-roots',
      ]);
      expect(at(find(objects({}, { mesh }), 'Certificate', 'cacerts'), 'spec')).toEqual({
        commonName: 'istiod.hub.example.org',
        secretName: 'cacerts',
        isCA: true,
        duration: '720h0m0s',
        renewBefore: '360h0m0s',
        usages: ['cert sign', 'crl sign'],
        privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
        issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: 'istio-ca-intermediate' },
      });
    });

    test('has its lifetime changed, and the intermediate signed by an issuer', () => {
      const written = objects(
        {
          root: { kind: 'self-signed' },
          lifetimes: { istioCa: { duration: Duration.hours(240), renewBefore: Duration.hours(120) } },
        },
        { mesh },
      );
      expect(at(find(written, 'Certificate', 'cacerts'), 'spec.duration')).toBe('240h0m0s');
      const intermediate = find(written, 'Certificate', 'istio-ca-intermediate');
      expect(intermediate.metadata.namespace).toBe('istio-system');
      expect(at(intermediate, 'spec.issuerRef.name')).toBe('meshwright-trust-root');
      expect(at(intermediate, 'spec.commonName')).toBe('mesh.hub.example.org');
    });

    test('passes schema and policy beside the control plane', async () => {
      const fleet = fleetOf({}, { mesh });
      const [hub] = fleet.clusters;
      hub?.add('istio', (chart) => {
        new IstioControlPlane(chart, 'istio', { cluster: hub, roots: [SHIPPED_ROOT] });
        new IstioMeshPolicy(chart, 'policy', { cluster: hub });
      });
      // NATS is not part of this fleet.
      const found = (await findingsOf(fleet)).filter((line) => !line.includes('messaging'));
      expect(found).toEqual([]);
    });

    test('fails a trust domain that is not that of the mesh, and a CA that its workloads outlive', () => {
      const lifetimes = { istioCa: { duration: Duration.hours(48), renewBefore: Duration.hours(24) } };
      expect(refusal(() => filesOf(fleetOf({ trustDomain: 'example.com', lifetimes }, { mesh })))).toEqual([
        "TrustHierarchy 'hub': lifetimes.istioCa.renewBefore is 24h0m0s, expected at least 24h0m20s, the longest life of what istioCa signs (proxy). In its last days the issuer would sign what it does not outlive. Raise it, or lower proxy.",
        "TrustHierarchy 'hub': trustDomain is 'example.com', expected 'example.org', as in mesh.trustDomain of cluster 'hub'. Set it only on the mesh.",
      ]);
    });
  });

  test('leaves the mesh out where there is none', () => {
    const fleet = new Fleet('fleet');
    const { mesh: _, ...plain } = network;
    const hub = fleet.addCluster('hub', plain);
    hub.add('trust', (chart) => {
      new TrustHierarchy(chart, 'trust', { cluster: hub, root: offline });
    });
    expect(objectsOf(fleet, 'hub').map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Issuer nats-messaging',
      'Bundle nats-messaging-trust-roots',
    ]);
  });

  test.each<[string, Partial<TrustHierarchyProps>, string]>([
    [
      'no root',
      { root: { kind: 'offline', certificates: [] } },
      "TrustHierarchy 'hub': root.certificates is an empty list, expected at least one root certificate in PEM. Make one with `trust create <fleet>`, and pass its public certificate.",
    ],
    [
      'an issuer that does not outlive its proxies',
      { lifetimes: { identityIssuer: { duration: Duration.hours(30), renewBefore: Duration.hours(25) } } },
      "TrustHierarchy 'hub': lifetimes.identityIssuer.duration is 30h0m0s, expected at least twice the 24h0m0s of proxy. Raise it, or lower proxy.",
    ],
  ])('fails on %s', (_, changes, message) => {
    expect(refusal(() => filesOf(fleetOf(changes)))).toContain(message);
  });

  test('fails on text that is not a certificate, and on a private key without showing it', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----\n';
    const messages = refusal(() => filesOf(fleetOf({ root: { kind: 'offline', certificates: ['hello', key] } })));
    expect(messages.some((message) => message.startsWith("TrustHierarchy 'hub': root.certificates[0] is"))).toBe(true);
    expect(
      messages.some((message) => message.startsWith("TrustHierarchy 'hub': root.certificates[1] is a private key")),
    ).toBe(true);
    expect(messages.join()).not.toContain('MIGHAgEAMBMGByqGSM49');
  });

  test('fails on a root that is given twice', () => {
    expect(
      refusal(() => filesOf(fleetOf({ root: { kind: 'offline', certificates: [SHIPPED_ROOT, SHIPPED_ROOT] } }))),
    ).toEqual([
      expect.stringMatching(
        /^TrustHierarchy 'hub': root\.certificates\[1\] is 'CN=[^']+' for the second time, expected each root once\. Remove the duplicate\.$/,
      ),
    ]);
  });

  test.each(['A b', 'A.example', 'a b', ''])("fails on the trust domain '%s'", (trustDomain) => {
    expect(refusal(() => filesOf(fleetOf({ trustDomain })))).toEqual([
      `TrustHierarchy 'hub': trustDomain is '${trustDomain}', expected a DNS name of lower-case letters, digits, dashes and dots, such as cluster.local. Correct it, or remove it to use the default.`,
    ]);
  });

  test.each<[string, unknown, string[]]>([
    ['no props', undefined, ['TrustHierarchy: props is absent, expected an object with cluster, root. Set it.']],
    [
      'wrong types',
      { cluster: 'hub', root: { kind: 'offline', certificates: [null] }, lifetimes: { proxy: '24h', mesh: {} } },
      [
        "TrustHierarchy: cluster is 'hub', expected a cluster: what addCluster returned, or a new Cluster. Correct it.",
        'TrustHierarchy: lifetimes.mesh is an unknown option, expected one of root, meshIntermediate, identityIssuer, istioCa, proxy, clockSkewAllowance, messagingIntermediate, messaging, webhook. Remove it, or correct its name.',
        "TrustHierarchy: lifetimes.proxy is '24h', expected a Duration above zero, such as Duration.seconds(5). Correct it, or remove it to use the default.",
        'TrustHierarchy: root.certificates[0] is null, expected text. Correct it.',
      ],
    ],
    [
      'a root without certificates',
      { cluster: new Cluster('hub', network), root: { kind: 'offline' } },
      ["TrustHierarchy 'hub': root.certificates is absent, expected a list, each text. Set it."],
    ],
  ])('fails on %s that no compiler saw', (_, props, expected) => {
    const chart = new Chart(new App(), 'chart');
    expect(refusal(() => Reflect.construct(TrustHierarchy, [chart, 'trust', props]))).toEqual(expected);
  });
});

test('TrustHierarchy names no namespace of NATS servers where there are none', () => {
  const text = (changes: Partial<TrustHierarchyProps>) => JSON.stringify(objectsOf(fleetOf(changes), 'hub'));
  expect(text({})).toContain('nats-system');
  expect(text({ messaging: false })).not.toContain('nats');
});
