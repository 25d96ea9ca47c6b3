import { describe, expect, test } from 'vitest';
import { findingsOn, valid } from '../objects.js';

const places = async (...texts: string[]) => (await findingsOn(...texts)).map((line) => line.split(' -> ')[0]);
const service = (spec: string) => `{ apiVersion: v1, kind: Service, metadata: { name: a }, spec: { ${spec} } }`;

describe('services', () => {
  test.each([
    ['', 'value-not-allowed spec.ports: no port'],
    ['ports: []', 'value-not-allowed spec.ports: no port'],
    ['type: ExternalName', 'missing-field spec.externalName: nothing'],
    ['type: ExternalName, externalName: a_b', 'invalid-name spec.externalName: "a_b"'],
    ['type: ExternalName, externalName: a, clusterIP: None', 'value-not-allowed spec.clusterIP: None'],
    ['type: NodePort, clusterIP: None, ports: [{ port: 1 }]', 'value-not-allowed spec.clusterIP: None'],
    ['clusterIP: Nobody, ports: [{ port: 1 }]', 'value-not-allowed spec.clusterIP: "Nobody"'],
    ['ports: [{ name: a, port: 1 }, { port: 2 }]', 'missing-field spec.ports[1].name: nothing'],
    ['ports: [{ name: a.b, port: 1 }]', 'invalid-name spec.ports[0].name: "a.b"'],
    ['ports: [{ port: 0 }]', 'value-not-allowed spec.ports[0].port: 0'],
    ['ports: [{ port: 1, targetPort: 65536 }]', 'value-not-allowed spec.ports[0].targetPort: 65536'],
    ['ports: [{ port: 1, targetPort: a_b }]', 'invalid-name spec.ports[0].targetPort: "a_b"'],
    ["ports: [{ port: 1, appProtocol: '' }]", 'value-not-allowed spec.ports[0].appProtocol: ""'],
    ['ports: [{ port: 1, appProtocol: a/b/c }]', 'value-not-allowed spec.ports[0].appProtocol: "a/b/c"'],
    ['ports: [{ port: 1, nodePort: 30000 }]', 'value-not-allowed spec.ports[0].nodePort: 30000'],
    [
      'type: NodePort, ports: [{ name: a, port: 1, nodePort: 30000 }, { name: b, port: 2, nodePort: 30000 }]',
      'duplicate-key spec.ports[1].nodePort: 30000 again',
    ],
    ['externalTrafficPolicy: Local, ports: [{ port: 1 }]', 'value-not-allowed spec.externalTrafficPolicy: "Local"'],
    ['healthCheckNodePort: 30000, ports: [{ port: 1 }]', 'value-not-allowed spec.healthCheckNodePort: 30000'],
    [
      'sessionAffinityConfig: { clientIP: { timeoutSeconds: 1 } }, ports: [{ port: 1 }]',
      'value-not-allowed spec.sessionAffinityConfig: a mapping',
    ],
    [
      'loadBalancerSourceRanges: [10.0.0.0/8], ports: [{ port: 1 }]',
      'value-not-allowed spec.loadBalancerSourceRanges: networks',
    ],
    [
      'type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0], ports: [{ port: 1 }]',
      'value-not-allowed spec.loadBalancerSourceRanges[0]: "10.0.0.0"',
    ],
    ['externalIPs: [host], ports: [{ port: 1 }]', 'value-not-allowed spec.externalIPs[0]: "host"'],
    ['selector: { app: a b }, ports: [{ port: 1 }]', 'value-not-allowed spec.selector.app: "a b"'],
    ['selector: { a b: c }, ports: [{ port: 1 }]', 'value-not-allowed spec.selector["a b"]: the key "a b"'],
  ])('fails %j', async (spec, found) => expect(await places(service(spec))).toEqual([`schema/${found}`]));

  test('fails one without a spec', async () => {
    expect(await places('{ apiVersion: v1, kind: Service, metadata: { name: a } }')).toEqual([
      'schema/missing-field spec: nothing',
    ]);
  });

  test.each([
    ['clusterIP: None'],
    ["type: '', sessionAffinity: '', ports: [{ port: 1, protocol: '', appProtocol: kubernetes.io/h2c }]"],
    ['type: ExternalName, externalName: db.example.com.'],
    ['clusterIP: 10.0.0.1, ports: [{ port: 1, targetPort: 0 }]'],
    [
      'type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30001, ports: [{ port: 1, nodePort: 30000 }]',
    ],
    ['type: LoadBalancer, loadBalancerSourceRanges: [" fd00::/8 "], ports: [{ port: 1 }]'],
    [
      'type: NodePort, ports: [{ name: a, port: 1, nodePort: 30000 }, { name: b, port: 1, nodePort: 30000, protocol: UDP }]',
    ],
    ['sessionAffinity: ClientIP, sessionAffinityConfig: { clientIP: { timeoutSeconds: 1 } }, ports: [{ port: 1 }]'],
    ['externalIPs: [192.0.2.1], externalTrafficPolicy: Local, ports: [{ port: 1 }]'],
  ])('accepts %j', async (spec) => expect(await places(service(spec))).toEqual([]));
});

describe('disruption budgets', () => {
  const budget = (spec: string) =>
    `{ apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: { name: a }, spec: { ${spec} } }`;

  test.each([
    ['minAvailable: 1, maxUnavailable: 1', 'spec: both minAvailable and maxUnavailable'],
    ['maxUnavailable: -1', 'spec.maxUnavailable: -1'],
    ['minAvailable: "1"', 'spec.minAvailable: "1"'],
    ['minAvailable: 101%', 'spec.minAvailable: "101%"'],
  ])('fails %j', async (spec, found) => {
    expect(await places(budget(spec))).toEqual([`schema/value-not-allowed ${found}`]);
  });

  test('accepts either, as a number or a share', async () => {
    expect(await places(budget('minAvailable: 0'), budget('maxUnavailable: 100%'), budget(''))).toEqual([]);
  });
});

describe('network policies', () => {
  const policy = (rule: string) => valid.networkPolicy.replace(/ {4}- from:[\s\S]*/, `    - ${rule}\n`);
  const at = 'schema/value-not-allowed spec.ingress[0]';

  test.each([
    ['{ from: [{}] }', `${at}.from[0]: a peer with none of them`],
    ['{ from: [{ ipBlock: { cidr: 10.0.0.0 } }] }', `${at}.from[0].ipBlock.cidr: "10.0.0.0"`],
    ['{ from: [{ ipBlock: { cidr: 10.0.0.0/33 } }] }', `${at}.from[0].ipBlock.cidr: "10.0.0.0/33"`],
    [
      '{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [11.0.0.0/16] } }] }',
      `${at}.from[0].ipBlock.except[0]: "11.0.0.0/16"`,
    ],
    [
      '{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.0.0.0/8] } }] }',
      `${at}.from[0].ipBlock.except[0]: "10.0.0.0/8"`,
    ],
    [
      '{ from: [{ ipBlock: { cidr: 10.0.0.0/8 }, podSelector: {} }] }',
      `${at}.from[0].ipBlock: an ipBlock together with podSelector`,
    ],
    ['{ ports: [{ port: 0 }] }', `${at}.ports[0].port: 0`],
    ['{ ports: [{ port: 9, endPort: 8 }] }', `${at}.ports[0].endPort: 8`],
    ['{ ports: [{ endPort: 8 }] }', `${at}.ports[0].endPort: an endPort without a port`],
    ['{ ports: [{ port: http, endPort: 8 }] }', `${at}.ports[0].endPort: an endPort with a named port`],
    ['{ ports: [{ port: a_b }] }', 'schema/invalid-name spec.ingress[0].ports[0].port: "a_b"'],
    ["{ ports: [{ port: '' }] }", 'schema/missing-field spec.ingress[0].ports[0].port: nothing'],
  ])('fails %s', async (rule, found) => expect(await places(policy(rule))).toEqual([found]));

  test('fails more than two types', async () => {
    const types = (list: string) => valid.networkPolicy.replace('[Ingress]', list);
    expect(await findingsOn(types('[Ingress, Egress]'), types('[Ingress, Egress, Ingress]'))).toEqual([
      'schema/value-not-allowed spec.policyTypes: a list of 3 -> at most 2 items | Use at most 2 items.',
    ]);
  });

  test('never advises to remove an exception', async () => {
    const [found] = await findingsOn(policy('{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [11.0.0.0/16] } }] }'));
    expect(found).toMatch(/\| Correct the exception. Without it, its addresses are allowed\.$/);
  });

  test('accepts open rules, port ranges and exceptions within', async () => {
    expect(
      await places(
        policy('{}'),
        policy('{ from: [{ namespaceSelector: {} }], ports: [{ port: 8, endPort: 8 }, { protocol: UDP }] }'),
        policy('{ from: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }, { ipBlock: { cidr: "::/0" } }] }'),
      ),
    ).toEqual([]);
  });
});
