import { describe, expect, test } from 'vitest';
import { prometheus, web, workloadOf } from '../../../support/application.js';
import { ofOrders, where } from '../../../support/intent-problems.js';

describe('fails callers', () => {
  test('with conditions of HTTP on a TCP port', () => {
    expect(ofOrders({ callers: [{ from: web, port: 'raw', methods: ['GET'], paths: ['/x'] }] })).toEqual([
      `${where}: callers[0] is limited by methods and paths, but port raw of orders speaks tcp, expected a port that speaks HTTP: on any other port no mesh sees requests, and it would refuse everything or ignore the condition. Drop methods and paths, or correct the port's appProtocol.`,
    ]);
  });

  test('of a port that the workload does not have', () => {
    expect(ofOrders({ callers: [{ from: web, port: 'grpc' }] })).toEqual([
      `${where}: callers[0].port is 'grpc', but orders has no such port, expected http or raw. Name one of its ports, or add the port to the workload.`,
    ]);
  });

  test('without an identity of their own', () => {
    const shared = { ...prometheus, serviceAccount: 'default', podLabels: {} };
    expect(ofOrders({ callers: [{ from: shared, port: 'http' }] })).toEqual([
      `${where}: callers[0].from.serviceAccount is 'default', the account of every pod in monitoring that names no other, expected an account of its own, the identity that its mTLS proves. Give prometheus an account of its own: policies would admit every such pod.`,
      `${where}: callers[0].from.podLabels is empty, which selects every pod of the namespace, expected the labels of its pods. Set them: network policies recognize pods only by labels.`,
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
      `${where}: callers[0].from is shop/stranger, which is not a service of application shop, expected web or orders. Add its service to the application, or refer to it as an 'external' workload.`,
    ]);
  });

  test('in an empty list, which would admit everyone or nobody', () => {
    expect(ofOrders({ callers: [] })[0]).toMatch(
      /services\[1\]\.callers is an empty list, expected 'nobody', or a list of at least 1/,
    );
  });

  test('that are exempt from tokens which nobody checks', () => {
    expect(ofOrders({ callers: [{ from: web, port: 'http', endUser: 'exempt' }] })).toEqual([
      `${where}: callers[0].endUser is 'exempt', but orders has no endUser, expected a service that checks tokens. Set endUser of the service, or remove it here.`,
    ]);
  });
});

const endUser = { issuer: 'https://login.example.com', audiences: ['shop'], jwksUri: 'https://login.example.com/jwks' };

test('fails tokens that no caller must show', () => {
  expect(ofOrders({ endUser, callers: [{ from: web, port: 'http', endUser: 'exempt' }] })).toEqual([
    `${where}: endUser is stated, but no caller must send a token, expected a caller that is not exempt, on a port that speaks HTTP, or an ingress. Drop endUser, or the exemptions.`,
  ]);
  expect(ofOrders({ endUser })).toEqual([]);
});

test('fails metrics that nobody reads, or on no port', () => {
  expect(ofOrders({ metrics: { port: 'http' } })).toEqual([
    `${where}: metrics is stated, but application shop names no prometheus, expected a Prometheus that reads them. Set prometheus of the application, or remove metrics.`,
  ]);
  expect(ofOrders({ metrics: { port: 'metrics' } }, { prometheus })).toEqual([
    `${where}: metrics.port is 'metrics', but orders has no such port, expected http or raw. Name one of its ports.`,
  ]);
});

test('fails calls of what is a service of the application', () => {
  expect(ofOrders({ calls: [{ to: web, port: 8080 }] })).toEqual([
    `${where}: calls[0].to is web, a service of this application, expected a workload outside this application. Name orders among the callers of web instead: its egress follows from that.`,
  ]);
});
