import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('destination rules', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'DestinationRule');

  test.each([
    [
      'host: a_b',
      [
        'value-not-allowed spec.host: "a_b" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'host: ""',
      [
        'value-not-allowed spec.host: "" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'host: a.1',
      [
        'value-not-allowed spec.host: "a.1" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'host: a.*.b',
      [
        'value-not-allowed spec.host: "a.*.b" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'host: a, exportTo: [a_b]',
      ['value-not-allowed spec.exportTo[0]: "a_b" -> a namespace, . or * | Correct the entry.'],
    ],
    [
      'host: a, exportTo: [b, b]',
      ['value-not-allowed spec.exportTo[1]: "b" again -> each namespace once | Remove one of the two.'],
    ],
    [
      'host: a, exportTo: [., shop]',
      ['value-not-allowed spec.exportTo[1]: "shop" again -> each namespace once | Remove one of the two.'],
    ],
    [
      'host: a, exportTo: ["*", b]',
      ['value-not-allowed spec.exportTo[0]: "*" beside others -> it alone | Remove it or the others.'],
    ],
    [
      'host: a, exportTo: ["~"]',
      ['value-not-allowed spec.exportTo[0]: "~" -> a namespace, . or * | Correct the entry.'],
    ],
    [
      'host: a, exportTo: ["*"], workloadSelector: { matchLabels: { app: a } }',
      [
        'value-not-allowed spec.exportTo[0]: "*", with a workloadSelector -> . alone, for the selector applies within the namespace | Remove the entry, or the workloadSelector.',
      ],
    ],
    [
      'host: a, workloadSelector: { matchLabels: { app: "*" } }',
      [
        'value-not-allowed spec.workloadSelector.matchLabels.app: "*" -> a label without *, for selectors know no wildcard | Name one label and one value.',
      ],
    ],
    [
      'host: a, trafficPolicy: {}',
      [
        'value-not-allowed spec.trafficPolicy: a policy that says nothing -> one of connectionPool, loadBalancer, outlierDetection, tls, portLevelSettings, proxyProtocol, retryBudget, tunnel | Say it, or remove the field.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tunnel: { targetHost: b, targetPort: 80 }, proxyProtocol: {} }',
      [
        'value-not-allowed spec.trafficPolicy.tunnel: a tunnel beside proxyProtocol -> one of them | Remove one of the two.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tunnel: { targetHost: b, targetPort: 80, protocol: GET } }',
      ['value-not-allowed spec.trafficPolicy.tunnel.protocol: "GET" -> CONNECT or POST | Use one of them.'],
    ],
    [
      'host: a, trafficPolicy: { tunnel: { targetHost: "*.b", targetPort: 80 } }',
      [
        'value-not-allowed spec.trafficPolicy.tunnel.targetHost: "*.b" -> a DNS name without a wildcard, or an IP address | Correct the host.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tunnel: { targetHost: b, targetPort: 0 } }',
      ['value-not-allowed spec.trafficPolicy.tunnel.targetPort: 0 -> at least 1 | Use at least 1.'],
    ],
    [
      'host: a, trafficPolicy: { portLevelSettings: [{ tls: {} }] }',
      [
        'missing-field spec.trafficPolicy.portLevelSettings[0].port: nothing -> the port that the settings are for | Add "port", the port that the settings are for.',
      ],
    ],
    [
      'host: a, trafficPolicy: { portLevelSettings: [{ port: { number: 80 } }] }',
      [
        'value-not-allowed spec.trafficPolicy.portLevelSettings[0]: settings that say nothing -> one of connectionPool, loadBalancer, outlierDetection, tls | Say it, or drop it.',
      ],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: {} }',
      [
        'value-not-allowed spec.trafficPolicy.connectionPool: a pool that says nothing -> http or tcp | Add one of them, or remove the field.',
      ],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: { http: { maxRetries: -1 } } }',
      ['value-not-allowed spec.trafficPolicy.connectionPool.http.maxRetries: -1 -> at least 0 | Use at least 0.'],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: { http: { h2UpgradePolicy: UPGRADE, useClientProtocol: true } } }',
      [
        'value-not-allowed spec.trafficPolicy.connectionPool.http.useClientProtocol: true, with h2UpgradePolicy UPGRADE -> one of them, for the one keeps the protocol and the other changes it | Remove one of the two.',
      ],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: { http: { http2KeepAlive: { interval: 1s } } } }',
      [
        'missing-field spec.trafficPolicy.connectionPool.http.http2KeepAlive.timeout: nothing -> a duration such as 10s | Add "timeout", a duration such as 10s.',
      ],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: { tcp: { maxConnections: -1 } } }',
      ['value-not-allowed spec.trafficPolicy.connectionPool.tcp.maxConnections: -1 -> at least 0 | Use at least 0.'],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: { tcp: { idleTimeout: -1s } } }',
      [
        'value-not-allowed spec.trafficPolicy.connectionPool.tcp.idleTimeout: "-1s" -> at least 0s | Use 0s for no timeout.',
      ],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: { tcp: { connectTimeout: 1.5ms } } }',
      [
        'value-not-allowed spec.trafficPolicy.connectionPool.tcp.connectTimeout: "1.5ms" -> a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m | Write a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m.',
      ],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: { tcp: { connectTimeout: 10 } } }',
      [
        'wrong-type spec.trafficPolicy.connectionPool.tcp.connectTimeout: 10 -> a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m | Write it in quotes.',
      ],
    ],
    [
      'host: a, trafficPolicy: { outlierDetection: { consecutiveLocalOriginFailures: 5 } }',
      [
        'value-not-allowed spec.trafficPolicy.outlierDetection.consecutiveLocalOriginFailures: 5, without splitExternalLocalOriginErrors -> splitExternalLocalOriginErrors: true beside it, for else they are not counted apart | Add splitExternalLocalOriginErrors: true.',
      ],
    ],
    [
      'host: a, trafficPolicy: { outlierDetection: { minHealthPercent: 101 } }',
      ['value-not-allowed spec.trafficPolicy.outlierDetection.minHealthPercent: 101 -> at most 100 | Use at most 100.'],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { simple: RANDOM, consistentHash: { useSourceIp: true } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer: a mapping with simple and consistentHash -> at most one of simple, consistentHash | Keep one of them, and remove the others.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: {}, zoneAwareLbSetting: {} } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer: a mapping with localityLbSetting and zoneAwareLbSetting -> at most one of localityLbSetting, zoneAwareLbSetting | Keep one of them, and remove the others.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { warmup: { duration: 10s, aggression: 0 } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.warmup.aggression: 0 -> more than 0 | Use 1 for a steady increase.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { warmup: { duration: 10s, minimumPercent: 101 } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.warmup.minimumPercent: 101 -> at most 100 | Use at most 100.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: "", ttl: 0s } } } }',
      [
        'missing-field spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.name: nothing -> the name of the cookie | Add "name", the name of the cookie.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: b, attributes: [{ name: c }, { name: c }] } } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.attributes[1].name: "c" again -> each once | Remove one of the two.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: b, attributes: [{ name: "" }] } } } }',
      [
        'missing-field spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.attributes[0].name: nothing -> the name of the attribute | Add "name", the name of the attribute.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { minimumRingSize: 1, ringHash: {} } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.consistentHash.minimumRingSize: minimumRingSize beside ringHash -> one of them | Remove minimumRingSize; ringHash has a field of that name.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { maglev: {} } } }',
      [
        'missing-field spec.trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: nothing -> a prime number such as 65537 | Add "tableSize", a prime number such as 65537.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { maglev: { tableSize: 100 } } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: 100 -> a prime number below 5000011 | Use a prime number such as 65537.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { maglev: { tableSize: 5000011 } } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: 5000011 -> a prime number below 5000011 | Use a prime number such as 65537.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: b, to: { c: 100 } }], failover: [{ from: b, to: c }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.failover: failover beside distribute -> one of them, for distribute says where all requests go | Remove one of the two.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failoverPriority: [topology.kubernetes.io/region], failover: [{ from: b, to: c }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.failoverPriority[0]: "topology.kubernetes.io/region" -> another label, for failover is set | Remove the label.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: b, to: { c: 50 } }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to: shares of 50 in all -> shares of 100 in all | Correct them.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: "b*c", to: { c: 100 } }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].from: "b*c" -> region, region/zone or region/zone/subzone, with * at the end alone | Correct the locality.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: b, to: { "c/": 100 } }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to["c/"]: "c/" -> region, region/zone or region/zone/subzone, with * at the end alone | Correct the locality.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: b, to: { "c": 50, c/d: 50 } }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to["c/d"]: "c/d" -> a locality apart from "c" | Remove one of the two.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: b, to: { c: 100 } }, { from: "b/*", to: { c: 100 } }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[1].from: "b/*" -> a locality apart from "b" | Remove one of the two.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: b, to: b }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.failover[0]: the same region twice -> two regions | Name another region in "to".',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: b/c, to: d }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.failover[0]: "b/c" -> regions alone, without / and * | Name the region.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { zoneAwareLbSetting: { failoverPriority: [topology.kubernetes.io/zone] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.zoneAwareLbSetting.failoverPriority[0]: "topology.kubernetes.io/zone" -> another label, for zones are ordered already | Remove the label.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { zoneAwareLbSetting: { failover: [{ from: "*", to: d }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.zoneAwareLbSetting.failover[0]: "*" -> regions alone, without / and * | Name the region.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tls: { mode: MUTUAL, clientCertificate: /c } }',
      [
        'missing-field spec.trafficPolicy.tls.privateKey: nothing -> the path of a file, or credentialName | Add "privateKey", the path of a file, or credentialName.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tls: { mode: SIMPLE, credentialName: b, caCertificates: /c } }',
      [
        'value-not-allowed spec.trafficPolicy.tls.caCertificates: caCertificates beside credentialName -> the Secret of credentialName alone, which holds all of it | Remove it, or credentialName.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tls: { mode: SIMPLE, insecureSkipVerify: true, caCertificates: /c } }',
      [
        'value-not-allowed spec.trafficPolicy.tls.caCertificates: caCertificates beside insecureSkipVerify -> nothing, for the certificate of the server is not verified | Remove insecureSkipVerify.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tls: { mode: MUTUAL, credentialName: b, insecureSkipVerify: true, subjectAltNames: [c] } }',
      [
        'value-not-allowed spec.trafficPolicy.tls.subjectAltNames: subjectAltNames beside insecureSkipVerify -> nothing, for the certificate of the server is not verified | Remove insecureSkipVerify.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tls: { mode: SIMPLE, credentialName: "configmap://other/b" } }',
      [
        `value-not-allowed spec.trafficPolicy.tls.credentialName: "configmap://other/b" -> configmap://<namespace>/<name>, of a ConfigMap in the rule's own namespace | Name a ConfigMap of the namespace.`,
      ],
    ],
    [
      'host: a, trafficPolicy: { tls: { mode: ISTIO_MUTUAL, cipherSuites: [b] } }',
      [
        'unknown-field spec.trafficPolicy.tls.cipherSuites: the unknown field "cipherSuites" -> one of caCertificates, caCrl, clientCertificate, credentialName, insecureSkipVerify, mode, privateKey, sni, subjectAltNames | Remove it.',
      ],
    ],
    [
      'host: a, subsets: [{ name: a_b }]',
      [
        'value-not-allowed spec.subsets[0].name: "a_b" -> at most 63 letters, digits and -, with a letter or digit at both ends | Rename the subset.',
      ],
    ],
    [
      'host: a, subsets: [{ name: "" }]',
      [
        'missing-field spec.subsets[0].name: nothing -> the name that routes use | Add "name", the name that routes use.',
      ],
    ],
    [
      'host: a, subsets: [{ name: b }, { name: b }]',
      [
        'duplicate-key spec.subsets[1].name: "b" again -> a name that no other subset has | Rename or remove one of the two.',
      ],
    ],
    [
      'host: a, subsets: [{ name: b, labels: { a: "b c" } }]',
      [
        'value-not-allowed spec.subsets[0].labels.a: "b c" -> empty, or at most 63 letters, digits, -, _ and ., with a letter or digit at both ends | Name the value of a label.',
      ],
    ],
    [
      'host: a, subsets: [{ name: b, labels: { "a b": c } }]',
      [
        'value-not-allowed spec.subsets[0].labels["a b"]: the key "a b" -> an optional DNS name and /, then at most 63 letters, digits, -, _ and ., with a letter or digit at both ends | Rename the key.',
      ],
    ],
    [
      'host: a, subsets: [{ name: b, trafficPolicy: {} }]',
      [
        'value-not-allowed spec.subsets[0].trafficPolicy: a policy that says nothing -> one of connectionPool, loadBalancer, outlierDetection, tls, portLevelSettings, proxyProtocol, retryBudget, tunnel | Say it, or remove the field.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    ['host: "*.Shop.svc.cluster.local.", exportTo: [., other]'],
    ['host: "*"'],
    ['host: a, workloadSelector: { matchLabels: { app: a } }, exportTo: [.]'],
    [
      'host: a, trafficPolicy: { tls: { mode: SIMPLE, credentialName: "configmap://shop/b" }, connectionPool: { tcp: { idleTimeout: 0s, connectTimeout: 1h30m }, http: { http2KeepAlive: { interval: 1.1s, timeout: 1s } } } }',
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { maglev: { tableSize: 65537 } }, localityLbSetting: { distribute: [{ from: "b/*", to: { b/c: 50, "b/d/*": 50 } }, { from: c, to: { c: 100 } }] }, warmup: { duration: 10s, aggression: 0.5 } } }',
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: b, to: c }], failoverPriority: [rack] } }, outlierDetection: { consecutiveLocalOriginFailures: 5, splitExternalLocalOriginErrors: true } }',
    ],
    [
      'host: a, trafficPolicy: { tls: { mode: MUTUAL, clientCertificate: /c, privateKey: /k, caCertificates: /a }, portLevelSettings: [{ port: { number: 80 }, tls: { mode: DISABLE } }], tunnel: { targetHost: 192.0.2.1, targetPort: 80, protocol: CONNECT } }',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});
