import { Duration, Size } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../../lib/diagnostic.js';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import { checkApplication } from '../../../../lib/write/workload/intents/check-application.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import type { Workload } from '../../../../lib/write/workload/workload.js';
import {
  applicationOf,
  gateway,
  istioCluster,
  orders,
  ordersService,
  prometheus,
  versions,
  web,
  webService,
  workloadOf,
} from '../../../support/application.js';

const said = (application: Application) => checkApplication(application).map(formatDiagnostic);
const ofOrders = (changes: Partial<Service>, more: Partial<Application> = {}) => said(applicationOf(changes, more));
const ofWorkload = (changes: Partial<Workload>) => {
  const workload = workloadOf('orders', changes);
  return said(applicationOf({ workload, callers: 'nobody' }));
};
const where = "Application 'shop': service orders";

test('an application that makes sense is accepted', () => {
  expect(said(applicationOf())).toEqual([]);
  const everything = ofOrders(
    {
      timeout: Duration.seconds(10),
      retries: { attempts: 2, perTryTimeout: Duration.seconds(2), on: ['gateway-error'] },
      circuitBreaker: { consecutiveFailures: 5, ejectionTime: Duration.seconds(30) },
      connectionPool: { connectTimeout: Duration.seconds(3), maxConnections: 100 },
      loadBalancing: { warmup: Duration.seconds(30), localityFailover: [{ from: 'eu', to: 'us' }] },
      rateLimit: { requestsPerSecond: 100, burst: 1000 },
      release: {
        weights: { v1: 100, v2: 0 },
        pins: [{ when: { kind: 'header', name: 'x-version', value: 'v2' }, version: 'v2' }],
      },
      mirror: { version: 'v2', percent: 5 },
      fault: {
        when: { kind: 'header', name: 'x-chaos', value: 'on' },
        effect: { kind: 'delay', duration: Duration.seconds(5) },
        percent: 0.1,
      },
      egress: [{ host: 'api.example.com', port: 443, protocol: 'tls' }],
      metrics: { port: 'http' },
    },
    { profile: 'staging', prometheus },
  );
  expect(everything).toEqual([]);
});

test('values that no compiler saw are told before anything else is looked at', () => {
  const nonsense = { ...applicationOf(), profile: 'prod' } as unknown as Application;
  expect(said(nonsense)).toEqual([
    "Application 'shop': profile is 'prod', expected 'production', 'staging' or 'development'. Correct it.",
  ]);
});

describe('fails callers', () => {
  test('with conditions of HTTP on a TCP port', () => {
    expect(ofOrders({ callers: [{ from: web, port: 'raw', methods: ['GET'], paths: ['/x'] }] })).toEqual([
      `${where}.callers[0]: methods and paths is stated for port raw of orders, whose appProtocol is tcp, expected a port that speaks HTTP: no mesh sees requests on another, and would refuse or ignore the condition. Drop methods and paths, or correct the port's appProtocol.`,
    ]);
  });

  test('of a port that the workload does not have', () => {
    expect(ofOrders({ callers: [{ from: web, port: 'grpc' }] })).toEqual([
      `${where}.callers[0].port is 'grpc', of which orders has none, expected http or raw. Name one of its ports, or add the port to the workload.`,
    ]);
  });

  test('without an identity of their own', () => {
    const shared = { ...prometheus, serviceAccount: 'default', podLabels: {} };
    expect(ofOrders({ callers: [{ from: shared, port: 'http' }] })).toEqual([
      `${where}.callers[0].from.serviceAccount is 'default', the account of every pod of monitoring that names none, expected an account of its own, which is the identity that its mTLS proves. Give prometheus an account of its own: policies would admit every such pod.`,
      `${where}.callers[0].from.podLabels is empty, which selects every pod of the namespace, expected the labels of its pods. State them: network policies know pods by nothing else.`,
    ]);
  });

  test('of all kinds at once', () => {
    const anyone = { ...prometheus, serviceAccount: '*' };
    expect(ofOrders({ callers: [{ from: anyone, port: 'http' }] })[0]).toMatch(
      /callers\[0\]\.from\.serviceAccount is '\*', expected up to 253 lower-case letters/,
    );
  });

  test('that are no service of the application', () => {
    expect(ofOrders({ callers: [{ from: workloadOf('stranger'), port: 'http' }] })).toEqual([
      `${where}.callers[0].from is shop/stranger, which is no service of application shop, expected web or orders. Add its service to the application, or refer to it as a 'external' workload.`,
    ]);
  });

  test('in an empty list, which would admit everyone or nobody', () => {
    expect(ofOrders({ callers: [] })[0]).toMatch(
      /services\[1\]\.callers is an empty list, expected 'nobody', or a list of at least 1/,
    );
  });

  test('that are exempt from tokens which nobody checks', () => {
    expect(ofOrders({ callers: [{ from: web, port: 'http', endUser: 'exempt' }] })).toEqual([
      `${where}.callers[0].endUser is 'exempt', while orders states no endUser, expected a service that checks tokens. State endUser of the service, or drop it here.`,
    ]);
  });
});

const endUser = { issuer: 'https://login.example.com', audiences: ['shop'], jwksUri: 'https://login.example.com/jwks' };

test('fails tokens that no caller must show', () => {
  expect(ofOrders({ endUser, callers: [{ from: web, port: 'http', endUser: 'exempt' }] })).toEqual([
    `${where}.endUser is stated, while no caller must show a token, expected a caller of a port that speaks HTTP, and that is not exempt, or a way in. Drop endUser, or the exemptions.`,
  ]);
  expect(ofOrders({ endUser })).toEqual([]);
});

test('fails metrics that nobody reads, or on no port', () => {
  expect(ofOrders({ metrics: { port: 'http' } })).toEqual([
    `${where}.metrics is stated, while application shop names no prometheus, expected somebody who reads them. State prometheus of the application, or drop metrics.`,
  ]);
  expect(ofOrders({ metrics: { port: 'metrics' } }, { prometheus })).toEqual([
    `${where}.metrics.port is 'metrics', of which orders has none, expected http or raw. Name one of its ports.`,
  ]);
});

test('fails calls of what is a service of the application', () => {
  expect(ofOrders({ calls: [{ to: web, port: 8080 }] })).toEqual([
    `${where}.calls[0].to is web, a service of this application, expected a workload that others define. Name orders among the callers of web instead: the way out follows from it.`,
  ]);
});

describe('fails traffic', () => {
  test('of requests to ports that speak none', () => {
    const workload = workloadOf('orders', {
      ports: [{ name: 'http', port: 8080, appProtocol: 'tcp' }],
    });
    expect(ofOrders({ workload, callers: 'nobody', timeout: Duration.seconds(1) })).toEqual([
      `${where}.timeout is stated for orders, none of whose ports speaks HTTP: http speaks tcp, expected a port whose requests a mesh can tell apart. Drop timeout, or correct the appProtocol in ${where}.workload.ports.`,
    ]);
  });

  test('whose last try would begin when all is over', () => {
    const retries = { attempts: 3, perTryTimeout: Duration.seconds(2), on: ['gateway-error'] } as const;
    const sentence = (timeout: number) =>
      `${where}.retries is 4 tries, of which the last begins after 6000 ms, while ${where}.timeout is ${timeout} ms, expected a timeout that leaves room for the last try: it ends all of them together. Raise timeout, or lower attempts or perTryTimeout: the last try would never be made.`;
    expect(ofOrders({ retries, timeout: Duration.seconds(1) })).toEqual([sentence(1000)]);
    expect(ofOrders({ retries, timeout: Duration.seconds(6) })).toEqual([sentence(6000)]);
    expect(ofOrders({ retries, timeout: Duration.seconds(7) })).toEqual([]);
  });

  test('that accepts what is not the case', () => {
    const retries = { attempts: 3, perTryTimeout: Duration.seconds(2), on: ['gateway-error'] } as const;
    const unreachable = (timeout?: number) =>
      ofOrders({
        retries: { ...retries, accepts: { unreachableTimeout: 'It is stated.' } },
        ...(timeout !== undefined && { timeout: Duration.seconds(timeout) }),
      });
    const sentence = (why: string) =>
      `${where}.retries.accepts.unreachableTimeout is stated, while ${why}, expected nothing: there is nothing to accept. Drop it.`;
    expect(unreachable(9)).toEqual([]);
    expect(unreachable(8)).toEqual([sentence(`4 tries may use up ${where}.timeout of 8000 ms`)]);
    expect(unreachable()).toEqual([sentence('there is no timeout')]);
    const accepting = { ...retries, accepts: { repeatsNonIdempotent: 'It does no harm.' } };
    expect(ofOrders({ retries: accepting })).toEqual([]);
    expect(ofOrders({ retries: accepting, callers: [{ from: web, port: 'http', methods: ['GET', 'PUT'] }] })).toEqual([
      `${where}.retries.accepts.repeatsNonIdempotent is stated, while every caller is held to methods that may be repeated, expected nothing: there is nothing to accept. Drop it.`,
    ]);
  });

  test('that accepts without a reason', () => {
    const accepts = { unreachableTimeout: ' ', repeatsNonIdempotent: '' };
    const retries = { attempts: 3, perTryTimeout: Duration.seconds(2), on: ['gateway-error'], accepts } as const;
    expect(ofOrders({ retries })).toEqual(
      Object.entries(accepts).map(
        ([name, value]) =>
          `Application 'shop': services[1].retries.accepts.${name} is '${value}', expected a reason, in words. Correct it, or drop it to use the default.`,
      ),
    );
  });

  test('with ejections that end before they begin', () => {
    const circuitBreaker = {
      consecutiveFailures: 5,
      ejectionTime: Duration.seconds(30),
      maxEjectionTime: Duration.seconds(10),
    };
    expect(ofOrders({ circuitBreaker })).toEqual([
      `${where}.circuitBreaker.maxEjectionTime is 10000 ms, while ejectionTime is 30000 ms, expected at least the first ejection. Raise it, or drop it.`,
    ]);
  });

  test('that two things balance', () => {
    const loadBalancing = {
      affinity: { kind: 'source-ip' },
      algorithm: 'random',
      warmup: Duration.seconds(30),
    } as const;
    expect(ofOrders({ loadBalancing })).toEqual([
      `${where}.loadBalancing.affinity is stated beside ${where}.loadBalancing.algorithm and ${where}.loadBalancing.warmup, expected one or the other: affinity decides which endpoint gets a request. Drop algorithm and warmup, or affinity.`,
      `${where}.loadBalancing.warmup is stated beside ${where}.loadBalancing.algorithm random, which pays it no heed, expected least-request or round-robin. Choose one of these, or drop warmup.`,
    ]);
  });

  test('that fails over without noticing, or to where it is', () => {
    expect(ofOrders({ loadBalancing: { localityFailover: [{ from: 'eu', to: 'eu' }] } })).toEqual([
      `${where}.loadBalancing.localityFailover is stated while ${where}.circuitBreaker is absent, expected a circuit breaker: nothing else notices that a region is out, and no request ever leaves it. State circuitBreaker.`,
      `${where}.loadBalancing.localityFailover[0] is from eu to eu, expected another region. Name the region that takes over.`,
    ]);
  });
});

describe('fails releases', () => {
  test('whose weights do not sum to 100', () => {
    expect(ofOrders({ release: { weights: { v1: 90, v2: 20 } } })).toEqual([
      `${where}.release.weights is v1: 90, v2: 20, in sum 110, expected percentages that sum to 100. Change both sides together, so that no state in between is ever applied.`,
    ]);
  });

  test('to versions whose pods no selector matches', () => {
    const workload = workloadOf('orders', { versions: [{ name: 'v1' }, { name: 'v2', replicas: 0 }] });
    const release = {
      weights: { v1: 50, v2: 25, v3: 25 },
      pins: [{ when: { kind: 'cookie', name: 'group', value: 'beta' }, version: 'v4' }],
    } as const;
    expect(ofOrders({ workload, callers: 'nobody', release })).toEqual([
      `${where}.release.weights.v2 is 25 percent, while versions of orders says that v2 has 0 replicas, expected pods for what gets requests. Start the version first, or send it nothing.`,
      `${where}.release.weights.v3 is version 'v3', whose pods no selector would match, expected v1 or v2. Add it to versions of orders, or correct the name.`,
      `${where}.release.pins[0].version is version 'v4', whose pods no selector would match, expected v1 or v2. Add it to versions of orders, or correct the name.`,
    ]);
  });

  test('with pins that are never reached', () => {
    const when = { kind: 'header', name: 'x-version', value: 'v2' } as const;
    const pins = [
      { when, version: 'v2' },
      { when, version: 'v1' },
    ];
    expect(ofOrders({ release: { weights: { v1: 100 }, pins } })).toEqual([
      `${where}.release.pins[1].when is what ${where}.release.pins[0].when matches too, expected a pin that is ever reached: the first that matches counts. Drop one of the two.`,
    ]);
  });

  test('that mirror to nobody, to whom answers already, or nothing', () => {
    expect(ofOrders({ mirror: { version: 'v3', percent: 0 } })).toEqual([
      "Application 'shop': services[1].mirror.percent is 0, expected a number from 0.0001 to 100. Correct it.",
    ]);
    expect(ofOrders({ mirror: { version: 'v3', percent: 5 } })).toEqual([
      `${where}.mirror.version is version 'v3', whose pods no selector would match, expected v1 or v2. Add it to versions of orders, or correct the name.`,
    ]);
    expect(ofOrders({ mirror: { version: 'v2', percent: 5 }, release: { weights: { v1: 90, v2: 10 } } })).toEqual([
      `${where}.mirror.version is 'v2', which ${where}.release.weights gives 10 percent of the requests, expected a version that answers none, so that no request takes effect twice. Give it no weight, or mirror to another.`,
    ]);
  });

  test('with faults in production', () => {
    const fault = { when: { kind: 'path', path: '/x' }, effect: { kind: 'abort', status: 503 }, percent: 1 } as const;
    expect(ofOrders({ fault })).toEqual([
      `${where}.fault is stated, while the profile of application shop is production, expected no failure made on purpose where users are. Drop it here; state it in a staging or development profile.`,
    ]);
  });

  test('with faults for every request beside retries and a timeout', () => {
    const fault = { effect: { kind: 'abort', status: 503 }, percent: 1 } as const;
    const retries = { attempts: 1, perTryTimeout: Duration.seconds(1), on: ['reset'] } as const;
    expect(ofOrders({ fault, retries, timeout: Duration.seconds(5) }, { profile: 'staging' })).toEqual([
      `${where}.fault is for every request, beside ${where}.timeout and ${where}.retries, expected a fault for some requests alone: where a fault is injected, neither timeout nor retries work. Say with when which requests suffer, or drop timeout and retries.`,
    ]);
  });
});

describe('fails ways in and out', () => {
  const issuer = { kind: 'issuer', name: 'public' } as const;
  const [way] = webService.ingress ?? [];

  test('of one host through two gateways', () => {
    const other = { ...gateway, name: 'side' };
    const ingress = [{ gateway: other, hosts: ['shop.example.com'], port: 'http', certificate: issuer }];
    expect(ofOrders({ ingress })).toEqual([
      `${where}.ingress[0].hosts is shop.example.com through gateway edge-system/side, and at Application 'shop': service web.ingress[0] through edge-system/edge, expected one gateway for one host: its name leads to one address. Name the same gateway in both places, or other hosts.`,
    ]);
  });

  test('of one path of one host to two services', () => {
    const same = (paths?: string[]) => [
      { gateway, hosts: ['shop.example.com'], port: 'http', certificate: issuer, ...(paths && { paths }) },
    ];
    expect(ofOrders({ ingress: same(['/orders/*']) })).toEqual([
      `${where}.ingress[0].paths is every path of shop.example.com, which Application 'shop': service web.ingress[0] claims too, expected paths of its own for each service behind one host. Divide the paths, or give each service a host.`,
    ]);
    const divided = applicationOf(
      { ingress: same(['/orders/*']) },
      {
        services: [
          { ...webService, ingress: same(['/', '/assets/*']) },
          { ...ordersService, ingress: same(['/orders/*']) },
        ],
      },
    );
    expect(said(divided)).toEqual([]);
  });

  test('with a wildcard that ACME cannot prove over HTTP', () => {
    const certificate = {
      kind: 'acme',
      server: 'https://acme.example.com/directory',
      email: 'ops@example.com',
      challenge: { kind: 'http-01' },
    } as const;
    const wildcard = { gateway, hosts: ['*.shop.example.com'], port: 'http', certificate };
    expect(ofOrders({ ingress: [wildcard] })).toEqual([
      `${where}.ingress[0].certificate.challenge is http-01, while ${where}.ingress[0].hosts has *.shop.example.com, expected dns-01: an ACME server proves a wildcard by DNS alone, and the certificate would never be issued. State a dns-01 solver, or name the hosts one by one.`,
    ]);
    const byDns = { kind: 'dns-01', solver: { route53: { region: 'eu-central-1' } } } as const;
    expect(ofOrders({ ingress: [{ ...wildcard, certificate: { ...certificate, challenge: byDns } }] })).toEqual([]);
  });

  test('to ports that speak no HTTP, through gateways that lead out', () => {
    const out = { ...gateway, direction: 'egress' } as const;
    expect(
      ofOrders({ ingress: [{ ...way, gateway: out, hosts: ['a.example.com'], port: 'raw', certificate: issuer }] }),
    ).toEqual([
      `${where}.ingress[0].port is 'raw', which speaks tcp, expected http. Name a port that speaks HTTP.`,
      `${where}.ingress[0].gateway is edge, through which traffic leaves, expected a gateway whose direction is 'ingress'. Name an ingress gateway: one for both would let what comes in go out again.`,
    ]);
  });

  test('to names inside the cluster, and to one host in two protocols', () => {
    expect(ofOrders({ egress: [{ host: 'db.other.svc.cluster.local', port: 5432, protocol: 'tcp' }] })).toEqual([
      `${where}.egress[0].host is 'db.other.svc.cluster.local', a name inside the cluster, expected a host outside. Name the service among calls, or this one among its callers.`,
    ]);
    const both = (['tls', 'tcp'] as const).map((protocol) => ({ host: 'api.example.com', port: 443, protocol }));
    expect(ofOrders({ egress: both })).toEqual([
      `${where}.egress[1].protocol is tcp, while ${where}.egress[0] says tls of api.example.com:443, expected one protocol for one host and port. Correct one of the two.`,
    ]);
  });
});

describe('fails workloads', () => {
  const inWorkload = `${where}.workload`;
  const [container] = orders.containers;
  if (container === undefined) throw new Error('The example has a container.');

  test('with two of a name or a number', () => {
    const port = { name: 'http', port: 8080, appProtocol: 'http' } as const;
    expect(
      ofWorkload({ ports: [port, port], versions: [versions[0], versions[0]], containers: [container, container] }),
    ).toEqual([
      `${inWorkload}.ports is two of port name 'http', expected each port name once. Rename or drop one.`,
      `${inWorkload}.ports is two of container port '8080', expected each container port once. Rename or drop one.`,
      `${inWorkload}.ports is two of Service port '8080', expected each Service port once. Rename or drop one.`,
      `${inWorkload}.containers is two of container 'orders', expected each container once. Rename or drop one.`,
      `${inWorkload}.versions is two of version 'v1', expected each version once. Rename or drop one.`,
    ]);
  });

  test('whose containers mount, listen and are probed where there is nothing', () => {
    const { probes, ...unprobed } = container;
    expect(ofWorkload({ containers: [{ ...unprobed, mounts: { data: '/data' } }] })).toEqual([
      `${inWorkload}.containers[0].mounts.data is a volume that the workload does not have, expected one of its volumes, of which there are none. Add the volume to volumes, or drop the mount.`,
      `${inWorkload}.containers[0].probes is absent, though the container has a port, expected readiness and liveness. State how the kubelet learns that it is ready: callers wait for nothing else.`,
    ]);
    const ports = [{ name: 'api', port: 8080, appProtocol: 'http', container: 'sidecar' }] as const;
    expect(ofWorkload({ ports, containers: [unprobed] })).toEqual([
      `${inWorkload}.ports[0].container is 'sidecar', of which the workload has none, expected orders. Name the container that listens on api.`,
    ]);
    const liveness = { check: { kind: 'tcp', port: 'admin' }, period: Duration.millis(1500) } as const;
    expect(
      ofWorkload({
        containers: [{ ...container, probes: { ...container.probes, liveness } as typeof container.probes & object }],
      }),
    ).toEqual([
      `${inWorkload}.containers[0].probes.liveness.check.port is 'admin', of which the workload has none, expected http or raw. Name one of its ports.`,
      `${inWorkload}.containers[0].probes.liveness.period is 1500 ms, expected whole seconds, which is all that Kubernetes takes. Round it.`,
    ]);
  });

  test('with volumes that do not fit', () => {
    expect(ofWorkload({ volumes: { data: { kind: 'claim', size: Size.gibibytes(1) } } })).toEqual([
      `${inWorkload}.volumes.data is a claim, in a Deployment, all of whose pods would share one volume, expected a claim in a StatefulSet, which gives each pod its own. Set kind to 'StatefulSet', or use a scratch volume.`,
      `${inWorkload}.volumes.data is mounted by no container, expected a volume that a container mounts. Mount it, or drop it.`,
    ]);
  });

  test('with names that leave no room', () => {
    const workload = workloadOf('a-name-that-is-far-longer-than-anyone-needs');
    expect(said(applicationOf({ workload, callers: 'nobody' }))).toEqual([
      "Application 'shop': service a-name-that-is-far-longer-than-anyone-needs.workload.name is 'a-name-that-is-far-longer-than-anyone-needs', with its version 43 characters, expected up to 40 characters, since names of pods and Services are made of it. Choose a shorter name.",
    ]);
  });
});

describe('fails applications', () => {
  test('with one workload twice', () => {
    expect(said(applicationOf({}, { services: [webService, webService] }))[0]).toMatch(/ingress\[0\]/);
    expect(
      said(
        applicationOf(
          {},
          {
            services: [
              { workload: web, callers: 'nobody' },
              { workload: web, callers: 'nobody' },
            ],
          },
        ),
      ),
    ).toEqual([
      "Application 'shop': services[1].workload is shop/web, which services[0] is too, expected each workload once. Rename one, or put their intents together.",
    ]);
  });

  test('whose way out leads in, or whose sampling is no percentage', () => {
    const collector = { ...prometheus, name: 'collector' };
    expect(ofOrders({}, { egressGateway: gateway })).toEqual([
      "Application 'shop': egressGateway.direction is 'ingress', expected 'egress'. Name a gateway through which traffic leaves.",
    ]);
    expect(ofOrders({}, { tracing: { collector, samplingPercent: 101 } })).toEqual([
      "Application 'shop': tracing.samplingPercent is 101, expected a number from 0 to 100. Correct it.",
    ]);
  });

  test('that federate through the wrong gateway, or with themselves', () => {
    expect(ofOrders({}, { federation: { gateway, clusters: [istioCluster] } })).toEqual([
      "Application 'shop': federation.gateway.direction is 'ingress', expected 'east-west'. Name a gateway for other clusters alone: what it passes on, it does not look into.",
      "Application 'shop': federation.clusters[0] is east, the cluster of the application itself, expected another cluster. Drop it.",
    ]);
  });
});

describe('fails what Kubernetes or an injector would refuse later', () => {
  const [container] = orders.containers;
  const ofContainer = (changes: object) =>
    ofWorkload({ containers: [{ ...(container as object), ...changes }] as never });
  const says = (problems: readonly string[], place: string, got: string) =>
    expect(problems.join('\n')).toContain(`${where}.workload.${place} is ${got}`);

  test('in the pod itself', () => {
    const numbered = said(applicationOf({ workload: workloadOf('1orders'), callers: 'nobody' })).join('\n');
    expect(numbered).toContain("workload.name is '1orders', expected a letter first");
    says(ofWorkload({ namespace: 'kube-system' }), 'namespace', "'kube-system', which is the cluster's own");
    for (const port of [15_006, 4143]) {
      const ports = [{ name: 'http', port, appProtocol: 'http' } as const];
      says(ofWorkload({ ports }), 'ports[0].port', `${port}, on which the proxy listens`);
    }
    says(ofWorkload({ terminationGracePeriod: Duration.millis(1500) }), 'terminationGracePeriod', '1500 ms');
  });

  test('in names of volumes and files', () => {
    const scratch = { kind: 'scratch', sizeLimit: Size.mebibytes(1) } as const;
    says(ofWorkload({ volumes: { 'A B': scratch } }), 'volumes.A B', "the name 'A B'");
    const files = { kind: 'config', files: { '../hosts': '' } } as const;
    says(ofWorkload({ volumes: { files } }), 'volumes.files.files', "the file name '../hosts'");
  });

  test('in containers', () => {
    for (const name of ['istio-proxy', 'linkerd-proxy']) {
      says(ofContainer({ name }), 'containers[0].name', `'${name}', the name of a container that the mesh adds`);
    }
    says(ofContainer({ env: { 'A=B': '' } }), 'containers[0].env', "the name 'A=B'");
    says(ofContainer({ secretEnv: { '1A': { secret: 's', key: 'k' } } }), 'containers[0].env', "the name '1A'");
    const key = { secret: 's', key: 'k' };
    says(
      ofContainer({ env: { A: '' }, secretEnv: { A: key } }),
      'containers[0].secretEnv.A',
      'a variable that env states',
    );
    const odd = { A: { secret: 's', key: 'a/b' } };
    says(ofContainer({ secretEnv: odd }), 'containers[0].secretEnv.A.key', "'a/b'");
    says(ofContainer({ mounts: { a: '/x', b: '/x' } }), 'containers[0].mounts.b', "'/x', where a is mounted too");
  });

  test('in labels of external pods', () => {
    for (const podLabels of [{ 'a b': 'c' }, { app: 'two words' }] as const) {
      const from = { ...prometheus, podLabels } as typeof prometheus;
      expect(ofOrders({ callers: [{ from, port: 'http' }] })).toEqual([
        expect.stringContaining(`${where}.callers[0].from.podLabels is '`),
      ]);
    }
  });
});

describe('fails what would be lost in silence', () => {
  test('of requests to versions without pods', () => {
    const workload = workloadOf('orders', { versions: [{ name: 'v1' }, { name: 'v2', replicas: 0 }] });
    const when = { kind: 'header', name: 'x-version', value: '2' } as const;
    const release = { weights: { v1: 100, v2: 0 } };
    expect(ofOrders({ workload, release })).toEqual([]);
    expect(ofOrders({ workload, release: { ...release, pins: [{ when, version: 'v2' }] } })).toEqual([
      expect.stringContaining(`${where}.release.pins[0].version is 'v2', while versions of orders says that v2 has 0`),
    ]);
    expect(ofOrders({ workload, release, mirror: { version: 'v2', percent: 10 } })).toEqual([
      expect.stringContaining(`${where}.mirror.version is 'v2', while versions of orders says that v2 has 0 replicas`),
    ]);
  });

  test('of a gateway that two ways in describe differently', () => {
    const way = {
      gateway,
      hosts: ['a.example.com'],
      port: 'http',
      certificate: { kind: 'issuer', name: 'x' },
    } as const;
    const other = { ...way, hosts: ['b.example.com'], gateway: { ...gateway, replicas: 7 } };
    expect(ofOrders({ ingress: [way, { ...way, hosts: ['b.example.com'] }] })).toEqual([]);
    expect(ofOrders({ ingress: [way, other] })).toContainEqual(
      expect.stringContaining(`${where}.ingress[1].gateway.replicas is another than at ${where}.ingress[0]`),
    );
  });

  test('of hosts by which no one outside knows the service', () => {
    const way = { gateway, port: 'http', certificate: { kind: 'issuer', name: 'x' } } as const;
    expect(ofOrders({ ingress: [{ ...way, hosts: ['10.0.0.1', 'orders.shop.svc.cluster.local'] }] })).toEqual([
      expect.stringContaining(`${where}.ingress[0].hosts is '10.0.0.1', an address`),
      expect.stringContaining(
        `${where}.ingress[0].hosts is 'orders.shop.svc.cluster.local', a name inside the cluster`,
      ),
    ]);
  });

  test('of metrics on a port that Prometheus cannot ask', () => {
    expect(ofOrders({ metrics: { port: 'raw' } }, { prometheus })).toEqual([
      expect.stringContaining(`${where}.metrics.port is 'raw', which speaks tcp`),
    ]);
  });

  test('of keys from nowhere, and of solvers that say nothing', () => {
    const endUser = { issuer: 'i', audiences: ['a'], jwksUri: 'https://[' };
    expect(ofOrders({ endUser })).toEqual([expect.stringContaining('endUser.jwksUri is')]);
    const challenge = { kind: 'dns-01', solver: { route53: 'x' } } as never;
    const certificate = { kind: 'acme', server: 'https://acme.example.com', email: 'a@b.c', challenge } as const;
    expect(ofOrders({ ingress: [{ gateway, hosts: ['a.example.com'], port: 'http', certificate }] })).toEqual([
      expect.stringContaining('challenge.solver is something else'),
    ]);
  });
});
