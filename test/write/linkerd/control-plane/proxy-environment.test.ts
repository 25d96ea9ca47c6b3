import { describe, expect, test } from 'vitest';
import { configEffect, effect } from './control-plane.js';

const env = (name: string) => `all: [linkerd-proxy].env[LINKERD2_PROXY_${name}].value:`;
const added = (name: string) => `all: [linkerd-proxy].env: + LINKERD2_PROXY_${name}`;

describe("the environment of the controllers' proxies", () => {
  test('of IPv6, with the controllers, the init container and linkerd-cni', () => {
    const values = { disableIPv6: false };
    const shared = [
      'destination: [destination].args: - -enable-ipv6=false',
      'destination: [destination].args: + -enable-ipv6=true',
      'destination: [policy].args: - --admin-addr=0.0.0.0:9990',
      'destination: [policy].args: - --grpc-addr=0.0.0.0:8090',
      'destination: [policy].args: - --server-addr=0.0.0.0:9443',
      'destination: [policy].args: + --admin-addr=[::]:9990',
      'destination: [policy].args: + --grpc-addr=[::]:8090',
      'destination: [policy].args: + --server-addr=[::]:9443',
      `${env('CONTROL_LISTEN_ADDR')} 0.0.0.0:4190 -> [::]:4190`,
      `${env('ADMIN_LISTEN_ADDR')} 0.0.0.0:4191 -> [::]:4191`,
      `${env('OUTBOUND_LISTEN_ADDRS')} 127.0.0.1:4140 -> 127.0.0.1:4140,[::1]:4140`,
      `${env('INBOUND_LISTEN_ADDR')} 0.0.0.0:4143 -> [::]:4143`,
    ];
    expect(effect({ values }).sort()).toEqual(['all: [linkerd-init].args: - --ipv6=false', ...shared].sort());
    expect(effect({ values }, { withCni: true }).sort()).toEqual(
      [
        'ConfigMap linkerd-cni-config data.cni_network_config.linkerd.ipv6: false -> true',
        'all: [linkerd-network-validator].args: - 1.1.1.1:20001',
        'all: [linkerd-network-validator].args: - 0.0.0.0:4140',
        'all: [linkerd-network-validator].args: + [fd00::1]:20001',
        'all: [linkerd-network-validator].args: + [::]:4140',
        ...shared,
      ].sort(),
    );
  });

  test('of the networks of the cluster, with the policy controller', () => {
    const [old, now] = ['10.0.0.0/8,100.64.0.0/10,172.16.0.0/12,192.168.0.0/16,fd00::/8', '10.42.0.0/16,10.43.0.0/16'];
    expect(effect({ values: { clusterNetworks: now } })).toEqual([
      `destination: [policy].args: - --cluster-networks=${old}`,
      `destination: [policy].args: + --cluster-networks=${now}`,
      `${env('DESTINATION_PROFILE_NETWORKS')} ${old} -> ${now}`,
      `${env('POLICY_CLUSTER_NETWORKS')} ${old} -> ${now}`,
    ]);
  });

  test('of logs: the level, the format, and headers only if they are requested', () => {
    const before = 'warn,linkerd=info,hickory=error';
    expect(effect({ values: { proxy: { logLevel: 'debug', logFormat: 'json' } } })).toEqual([
      `${env('LOG')} ${before},[{headers}]=off,[{request}]=off -> debug,[{headers}]=off,[{request}]=off`,
      `${env('LOG_FORMAT')} plain -> json`,
    ]);
    expect(effect({ values: { proxy: { logHTTPHeaders: 'insecure' } } })).toEqual([
      `${env('LOG')} ${before},[{headers}]=off,[{request}]=off -> ${before}`,
    ]);
    expect(effect({ values: { proxy: { accessLog: 'apache' } } })).toEqual([added('ACCESS_LOG')]);
  });

  test('of opaque ports, with the controllers that tell the other proxies', () => {
    const [old, now] = ['25,587,3306,4444,5432,6379,9300,11211', '25,4222'];
    expect(effect({ values: { proxy: { opaquePorts: now } } })).toEqual([
      `destination: [destination].args: - -default-opaque-ports=${old}`,
      `destination: [destination].args: + -default-opaque-ports=${now}`,
      `destination: [policy].args: - --default-opaque-ports=${old}`,
      `destination: [policy].args: + --default-opaque-ports=${now}`,
      `${env('INBOUND_PORTS_DISABLE_PROTOCOL_DETECTION')} ${old} -> ${now}`,
    ]);
  });

  test('of where traces go, and how the collector is known', () => {
    const collector = {
      endpoint: 'collector.traces:4317',
      meshIdentity: { namespace: 'traces', serviceAccountName: 'collector' },
    };
    const change = { values: { proxy: { tracing: { enabled: true, collector } } } };
    const egress = '+ {"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"traces"}}}]}';
    expect(effect(change)).toEqual([
      added('TRACE_ATTRIBUTES_PATH'),
      added('TRACE_ANNOTATIONS_PATH'),
      added('TRACE_PROTOCOL'),
      added('TRACE_SERVICE_NAME'),
      added('TRACE_COLLECTOR_SVC_ADDR'),
      added('TRACE_COLLECTOR_SVC_NAME'),
      added('TRACE_EXTRA_ATTRIBUTES'),
      'all: [linkerd-proxy].volumeMounts: + linkerd-podinfo',
      'all: volumes: + linkerd-podinfo',
      ...['destination', 'identity', 'proxy-injector'].map(
        (name) => `NetworkPolicy linkerd-${name} spec.egress: ${egress}`,
      ),
    ]);
    expect(
      effect(
        { values: { proxy: { tracing: { enabled: true, collector } }, identityTrustDomain: 'mesh.example' } },
        change,
      ),
    ).toContain(
      `${env('TRACE_COLLECTOR_SVC_NAME')} collector.traces.serviceaccount.identity.linkerd.cluster.local -> collector.traces.serviceaccount.identity.linkerd.mesh.example`,
    );
  });

  test('of the domain of the cluster, which is not that of its identities', () => {
    const services = [
      'destination: [destination].args: - -cluster-domain=cluster.local',
      'destination: [destination].args: + -cluster-domain=k8s.example',
      'destination: [policy].args: - --cluster-domain=cluster.local',
      'destination: [policy].args: + --cluster-domain=k8s.example',
      `${env('DESTINATION_PROFILE_SUFFIXES')} svc.cluster.local. -> svc.k8s.example.`,
      `${env('IDENTITY_SVC_ADDR').replace('all', 'destination, proxy-injector')} linkerd-identity-headless.linkerd.svc.cluster.local.:8080 -> linkerd-identity-headless.linkerd.svc.k8s.example.:8080`,
      `${env('DESTINATION_SVC_ADDR').replace('all', 'identity, proxy-injector')} linkerd-dst-headless.linkerd.svc.cluster.local.:8086 -> linkerd-dst-headless.linkerd.svc.k8s.example.:8086`,
      `${env('POLICY_SVC_ADDR').replace('all', 'identity, proxy-injector')} linkerd-policy.linkerd.svc.cluster.local.:8090 -> linkerd-policy.linkerd.svc.k8s.example.:8090`,
    ];
    const change = { cluster: { clusterDomain: 'k8s.example' } };
    expect(effect(change).sort()).toEqual(services.sort());
    expect(configEffect(change)).toEqual(['clusterDomain: cluster.local -> k8s.example']);
  });

  test('of the trust domain, with the controllers that certify and judge', () => {
    const [old, now] = ['cluster.local', 'mesh.example'];
    const name = (account: string) => `${account}.serviceaccount.identity.linkerd`;
    const renamed = (variable: string, account: string) =>
      `${env(variable)} ${name(account)}.${old} -> ${name(account)}.${now}`;
    expect(effect({ values: { identityTrustDomain: now } }).sort()).toEqual(
      [
        `destination: [destination].args: - -identity-trust-domain=${old}`,
        `destination: [destination].args: + -identity-trust-domain=${now}`,
        `destination: [policy].args: - --identity-domain=${old}`,
        `destination: [policy].args: + --identity-domain=${now}`,
        `identity: [identity].args: - -identity-trust-domain=${old}`,
        `identity: [identity].args: + -identity-trust-domain=${now}`,
        `all: [linkerd-proxy].env[_l5d_trustdomain].value: ${old} -> ${now}`,
        renamed('IDENTITY_LOCAL_NAME', '$(_pod_sa).$(_pod_ns)'),
        renamed('IDENTITY_SVC_NAME', 'linkerd-identity.linkerd'),
        renamed('DESTINATION_SVC_NAME', 'linkerd-destination.linkerd'),
        renamed('POLICY_SVC_NAME', 'linkerd-destination.linkerd'),
      ].sort(),
    );
  });

  test('of threads, streams, timeouts and further parameters', () => {
    const changed = (proxy: object) => effect({ values: { proxy } });
    expect(changed({ cores: 3 })).toEqual([`${env('CORES')} 1 -> 3`, `${env('CORES_MIN')} 1 -> 3`]);
    expect(changed({ runtime: { workers: { maximum: 4, maximumCPURatio: 0.5 } } })).toEqual([
      added('CORES_MAX'),
      added('CORES_MAX_RATIO'),
    ]);
    expect(changed({ control: { streams: { lifetime: '2h' } } })).toEqual([
      `${env('CONTROL_STREAM_LIFETIME')} 1h -> 2h`,
    ]);
    expect(changed({ outboundConnectTimeout: '2s' })).toEqual([`${env('OUTBOUND_CONNECT_TIMEOUT')} 1000ms -> 2s`]);
    expect(changed({ disableInboundProtocolDetectTimeout: true })).toEqual([added('INBOUND_DETECT_TIMEOUT')]);
    expect(changed({ disableOutboundProtocolDetectTimeout: true })).toEqual([added('OUTBOUND_DETECT_TIMEOUT')]);
    expect(changed({ inbound: { server: { http2: { keepAliveInterval: '20s' } } } })).toEqual([
      `${env('INBOUND_SERVER_HTTP2_KEEP_ALIVE_INTERVAL')} 10s -> 20s`,
    ]);
    expect(changed({ enableExternalProfiles: true })).toEqual([
      `${env('DESTINATION_PROFILE_SUFFIXES')} svc.cluster.local. -> .`,
    ]);
    expect(changed({ enableShutdownEndpoint: true })).toEqual([`${env('SHUTDOWN_ENDPOINT_ENABLED')} false -> true`]);
    expect(changed({ shutdownGracePeriod: '30s' })).toEqual([added('SHUTDOWN_GRACE_PERIOD')]);
    expect(changed({ requireIdentityOnInboundPorts: '8080' })).toEqual([added('INBOUND_PORTS_REQUIRE_IDENTITY')]);
    expect(changed({ metrics: { hostnameLabels: true } })).toEqual([
      `${env('OUTBOUND_METRICS_HOSTNAME_LABELS')} false -> true`,
    ]);
  });

  test('admits everybody as far as the policy of the mesh is concerned, which may deny', () => {
    expect(effect({ values: { proxy: { defaultInboundPolicy: 'all-authenticated' } } })).toEqual([
      'destination: [policy].args: - --default-policy=deny',
      'destination: [policy].args: + --default-policy=all-authenticated',
    ]);
  });
});
