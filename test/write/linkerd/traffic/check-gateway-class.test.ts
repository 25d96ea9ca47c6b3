import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../../lib/diagnostic.js';
import { Cluster } from '../../../../lib/write/fleet/cluster.js';
import type { LinkerdMesh } from '../../../../lib/write/fleet/mesh.js';
import { resolveLinkerd } from '../../../../lib/write/linkerd/linkerd-application.js';
import { checkGatewayClass } from '../../../../lib/write/linkerd/traffic/check-gateway-class.js';
import type { Fallbacks } from '../../../../lib/write/linkerd/traffic/fallbacks.js';
import type { ExternalGatewayClass, GatewayClass } from '../../../../lib/write/linkerd/traffic/gateway-class.js';
import type { Gateway } from '../../../../lib/write/workload/gateway.js';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import { resolve } from '../../../../lib/write/workload/intents/resolve.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import {
  application,
  externalClass,
  gateway,
  ingress,
  second,
  service,
  VERSIONS,
} from '../../../support/linkerd-application.js';

const said = (
  gatewayClass: GatewayClass,
  services: Service = service({ ingress: [ingress] }),
  changes: Partial<Application> = {},
  fallbacks: Fallbacks = {},
) =>
  checkGatewayClass(resolveLinkerd(resolve(application([services], changes)), fallbacks, gatewayClass)).map(
    formatDiagnostic,
  );

const external = (changes: Partial<ExternalGatewayClass>): ExternalGatewayClass => ({ ...externalClass, ...changes });

const clusterWith = (mesh: Omit<LinkerdMesh, 'kind'>, kubernetesVersion = '1.34') =>
  new Cluster('hub', {
    kubernetesVersion,
    mesh: { kind: 'linkerd', cni: true, ...mesh },
    nodeAddresses: ['192.0.2.10'],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  });
const into = service({ ingress: [ingress] });

describe('checkGatewayClass', () => {
  test('finds nothing in classes that fit', () => {
    expect(said({ kind: 'envoy-gateway' })).toEqual([]);
    expect(said(externalClass)).toEqual([]);
  });

  test('does not judge a class through which nothing comes in', () => {
    expect(said(external({ sendsTo: 'pods', podSecurity: 'privileged' }), service({ timeout: second }))).toEqual([]);
  });

  test.each<[option: string, Partial<Service>]>([
    ['circuitBreaker', { circuitBreaker: { consecutiveFailures: 5, ejectionTime: second, maxEjectionPercent: 100 } }],
    [
      'fault',
      {
        fault: { when: { kind: 'header', name: 'x', value: 'y' }, effect: { kind: 'abort', status: 503 }, percent: 1 },
      },
    ],
    ['loadBalancing', { loadBalancing: { algorithm: 'least-request' } }],
    ['release', { release: { weights: { v1: 90, v2: 10 } } }],
    ['retries', { retries: { attempts: 1, perTryTimeout: second, on: ['gateway-error'] } }],
    ['timeout', { timeout: Duration.seconds(3) }],
  ])('refuses a class that sends to pods where a service has %s', (option, changes) => {
    const entered = service({ ...changes, ingress: [ingress] }, VERSIONS);
    expect(said(external({ sendsTo: 'pods' }), entered)).toEqual([
      `Application 'shop': service 'apps/web': ${option} is set, but gateway class 'envoy' sends requests that enter through gateway 'edge/edge' to pods, expected a class that sends to Services: Linkerd applies the option only to requests to a Service. Use one, such as { kind: 'envoy-gateway' }, or remove the option.`,
    ]);
    expect(said(external({ sendsTo: 'services' }), entered)).toEqual([]);
    expect(said(external({ sendsTo: 'pods' }), service(changes, VERSIONS))).toEqual([]);
  });

  test.each(['baseline', 'privileged'] as const)('refuses a class whose pods are %s', (podSecurity) => {
    expect(said(external({ podSecurity }))).toEqual([
      `Application 'shop': gatewayClass.podSecurity is '${podSecurity}', expected 'restricted', which the namespace of every gateway enforces. Configure the class so that its pods comply, or use another class.`,
    ]);
  });

  test('refuses a class that cannot be as it is described', () => {
    const ports = { http: 8080, https: 8080 };
    expect(said(external({ ports, gatewayApi: { oldest: '1.5.1', newest: '1.2.0' } }))).toEqual([
      "Application 'shop': gatewayClass.ports is 8080 for both http and https, expected two ports: a listener speaks plaintext or TLS, and Linkerd applies only one policy to a port. Set the container ports on which the pods listen for 80 and for 443.",
      "Application 'shop': gatewayClass.gatewayApi is 1.5.1 to 1.2.0, expected the oldest release first, then the newest. Swap the two.",
    ]);
  });

  const asInstalled = { ...externalClass, ports: { http: 80, https: 443 }, sendsTo: 'pods' } as const;
  test.each<[string, ExternalGatewayClass, readonly string[]]>([
    [
      'kgateway 2.2, whose pods state no seccomp profile',
      { ...asInstalled, name: 'kgateway', podSecurity: 'baseline', gatewayApi: { oldest: '1.4.0', newest: '1.5.1' } },
      ['gatewayClass.podSecurity', 'timeout'],
    ],
    [
      'NGINX Gateway Fabric 2.6',
      {
        ...asInstalled,
        name: 'nginx',
        serviceAccount: 'gateway-class',
        gatewayApi: { oldest: '1.5.1', newest: '1.5.1' },
      },
      ['timeout'],
    ],
    [
      'NGINX Gateway Fabric after that, told to send to Services',
      {
        ...asInstalled,
        name: 'nginx',
        serviceAccount: 'gateway-class',
        sendsTo: 'services',
        gatewayApi: { oldest: '1.6.1', newest: '1.6.1' },
      },
      ['gatewayClass.gatewayApi'],
    ],
  ])('refuses %s', (_, gatewayClass, places) => {
    const found = said(gatewayClass, service({ timeout: second, ingress: [ingress] }));
    expect(found.map((sentence) => /: ([\w.]+) is /.exec(sentence)?.[1])).toEqual(places);
  });

  test('says all that is wrong with a class at once', () => {
    const release = { weights: { v1: 90, v2: 10 } };
    const entered = service({ timeout: second, release, ingress: [ingress] }, VERSIONS);
    expect(said(external({ sendsTo: 'pods', podSecurity: 'baseline' }), entered)).toHaveLength(3);
  });

  describe('with the pods of a gateway described', () => {
    const described: Gateway = { ...gateway, exposure: 'NodePort', replicas: 3 };
    const entered = service({ ingress: [{ ...ingress, gateway: described }] });

    test('refuses a class that others set up', () => {
      expect(said(externalClass, entered)).toEqual([
        "Gateway 'edge/edge': replicas is stated, expected nothing: the owner of the class configures its pods. Set it in the configuration of the class, or accept what Linkerd does instead: fallbacks { gatewayPods: 'set-by-the-gateway-class' }.",
        "Gateway 'edge/edge': exposure is stated, expected nothing: the owner of the class configures its pods. Set it in the configuration of the class, or accept what Linkerd does instead: fallbacks { gatewayPods: 'set-by-the-gateway-class' }.",
      ]);
      expect(said(externalClass, entered, {}, { gatewayPods: 'set-by-the-gateway-class' })).toEqual([]);
    });

    test('refuses labels by which Envoy Gateway knows pods, and takes others', () => {
      const labelled = (labels: { readonly [label: string]: string }) =>
        said(
          { kind: 'envoy-gateway' },
          service({ ingress: [{ ...ingress, gateway: { ...gateway, pods: { serviceAccount: 'edge', labels } } }] }),
        );
      expect(labelled({ 'app.kubernetes.io/name': 'edge', role: 'edge' })).toEqual([
        "Gateway 'edge/edge': pods.labels is 'app.kubernetes.io/name', by which the Deployment of Envoy Gateway selects its pods, expected other labels. Remove it: the API server would reject the Deployment.",
      ]);
      expect(labelled({ role: 'edge' })).toEqual([]);
    });

    test('takes Envoy Gateway, which is told', () => {
      expect(said({ kind: 'envoy-gateway' }, entered)).toEqual([]);
    });
  });

  describe('holds releases against each other', () => {
    const on = (gatewayClass: GatewayClass, mesh: Omit<LinkerdMesh, 'kind'>, kubernetesVersion?: string) =>
      said(gatewayClass, into, { cluster: clusterWith(mesh, kubernetesVersion) });

    test('refuses a release of Envoy Gateway that is made for a newer Gateway API than Linkerd reads', () => {
      expect(
        on({ kind: 'envoy-gateway', release: '1.9' }, { version: '2.20', gatewayApi: { release: '1.5.1' } }),
      ).toEqual([
        "Application 'shop': gatewayClass is Envoy Gateway 1.9, made for the Gateway API 1.6.1 and Kubernetes 1.33 to 1.36, expected one made for 1.1.1 to 1.5.1, which Linkerd 2.20 reads, and for Kubernetes 1.34. Use 1.7 or 1.8.",
      ]);
    });

    test('refuses every release of it with a Linkerd that none is made for', () => {
      expect(on({ kind: 'envoy-gateway' }, { version: '2.19', gatewayApi: { release: '1.2.1' } })).toEqual([
        "Application 'shop': gatewayClass is Envoy Gateway 1.8, made for the Gateway API 1.5.1 and Kubernetes 1.32 to 1.35, expected one made for 1.1.1 to 1.2.1, which Linkerd 2.19 reads, and for Kubernetes 1.34. No release that can name pods after their Gateway fits: use another release of Linkerd, or another class.",
      ]);
    });

    test('refuses a release of it that is made for other versions of Kubernetes', () => {
      expect(on({ kind: 'envoy-gateway' }, { version: '2.20', gatewayApi: { release: '1.5.1' } }, '1.31')).toEqual([
        "Application 'shop': gatewayClass is Envoy Gateway 1.8, made for the Gateway API 1.5.1 and Kubernetes 1.32 to 1.35, expected one made for 1.1.1 to 1.5.1, which Linkerd 2.20 reads, and for Kubernetes 1.31. Use 1.5 or 1.6.",
      ]);
    });

    test.each<[string, LinkerdMesh['gatewayApi'], string]>([
      ['another release', { release: '1.2.1' }, '1.2.1'],
      ['none', undefined, 'absent'],
    ])('refuses a cluster whose Gateway API is %s', (_, gatewayApi, got) => {
      expect(on({ kind: 'envoy-gateway' }, { version: '2.20', ...(gatewayApi && { gatewayApi }) })).toEqual([
        `Cluster 'hub': mesh.gatewayApi.release is ${got}, expected 1.5.1, for which Envoy Gateway 1.8 is made. Install and set that release, or use a class that is made for the installed one.`,
      ]);
    });

    test('takes another patch of the release that it is made for', () => {
      const mesh = { version: '2.20', gatewayApi: { release: '1.5.0' } } as const;
      expect(on({ kind: 'envoy-gateway' }, mesh)).toEqual([]);
      expect(on({ kind: 'envoy-gateway', release: '1.7' }, { ...mesh, gatewayApi: { release: '1.4.0' } })).toEqual([]);
    });

    test('refuses a class of others that no release of the Gateway API serves beside Linkerd', () => {
      const newer = external({ gatewayApi: { oldest: '1.6.0', newest: '1.7.0' } });
      expect(on(newer, { version: '2.20', gatewayApi: { release: '1.5.1' } })).toEqual([
        "Application 'shop': gatewayClass.gatewayApi is 1.6.0 to 1.7.0, expected one of 1.1.1 to 1.5.1 among them, which Linkerd 2.20 reads. Use another release of gateway class 'envoy', or of Linkerd: no release of the Gateway API works with both.",
      ]);
      const wide = external({ gatewayApi: { oldest: '1.0.0', newest: '1.7.0' } });
      expect(on(wide, { version: '2.20', gatewayApi: { release: '1.5.1' } })).toEqual([]);
    });

    test('refuses a cluster whose Gateway API a class of others is not made for', () => {
      expect(on(externalClass, { version: '2.20', gatewayApi: { release: '1.1.1' } })).toEqual([
        "Cluster 'hub': mesh.gatewayApi.release is 1.1.1, expected 1.2.0 to 1.5.1, for which gateway class 'envoy' is made. Install and set that release, or use a class that is made for the installed one.",
      ]);
    });
  });
});
