import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { trafficFaults } from '../../../../lib/judge/policy/linkerd/traffic-annotations.js';
import { linkerdServiceAnnotations } from '../../../../lib/write/linkerd/traffic/service-annotations.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import type { AppProtocol } from '../../../../lib/write/workload/port.js';
import { application, second, service } from '../../../support/linkerd-application.js';
import { resolvedFirst } from '../../../support/resolved.js';

const spoken = (appProtocol: AppProtocol) => ({ ports: [{ name: 'http', port: 8080, appProtocol }] });
const annotationsOf = (stated: Service) => linkerdServiceAnnotations(resolvedFirst(application([stated])).service);
const retries = { attempts: 3, perTryTimeout: Duration.millis(2500), on: ['gateway-error', 'reset'] } as const;

describe('linkerdServiceAnnotations', () => {
  test('says nothing where nothing is wanted', () => {
    expect(annotationsOf(service())).toEqual({});
  });

  test('writes times as Linkerd reads them', () => {
    expect(annotationsOf(service({ timeout: Duration.minutes(2), retries }))).toEqual({
      'timeout.linkerd.io/request': '120s',
      'retry.linkerd.io/limit': '3',
      'retry.linkerd.io/timeout': '2500ms',
      'retry.linkerd.io/http': 'gateway-error',
    });
  });

  test('counts every 5xx where server errors are tried again', () => {
    const both = service({ retries: { ...retries, on: ['gateway-error', 'server-error'] } });
    expect(annotationsOf(both)['retry.linkerd.io/http']).toBe('5xx');
  });

  test('tries gRPC again by its own codes', () => {
    expect(annotationsOf(service({ retries }, spoken('grpc')))['retry.linkerd.io/grpc']).toBe('unavailable');
    const all = service({ retries: { ...retries, on: ['server-error'] } }, spoken('grpc'));
    expect(annotationsOf(all)['retry.linkerd.io/grpc']).toBe('internal,unavailable');
  });

  test('has an endpoint out for ten times the first time at most', () => {
    expect(
      annotationsOf(service({ circuitBreaker: { consecutiveFailures: 5, ejectionTime: Duration.seconds(30) } })),
    ).toEqual({
      'balancer.linkerd.io/failure-accrual': 'consecutive',
      'balancer.linkerd.io/failure-accrual-consecutive-max-failures': '5',
      'balancer.linkerd.io/failure-accrual-consecutive-min-penalty': '30s',
      'balancer.linkerd.io/failure-accrual-consecutive-max-penalty': '300s',
    });
  });

  test('writes nothing that Linkerd would not read', () => {
    const circuitBreaker = { consecutiveFailures: 5, ejectionTime: second, maxEjectionTime: Duration.minutes(1) };
    expect(trafficFaults(annotationsOf(service({ timeout: second, retries, circuitBreaker })), '2.20')).toEqual([]);
  });

  test('says of a Service without HTTP no more than that', () => {
    expect(annotationsOf(service({ timeout: second }, spoken('tcp')))).toEqual({
      'config.linkerd.io/opaque-ports': '8080',
    });
  });
});
