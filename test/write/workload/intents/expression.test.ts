import { describe, expect, test } from 'vitest';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import { INTENTS } from '../../../../lib/write/workload/intents/expression.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';

type Option =
  | Exclude<keyof Service, 'workload'>
  | Exclude<keyof Application, 'name' | 'cluster' | 'profile' | 'services' | 'maxTriesPerRequest'>;

/** The compiler sees to it that none is missing. */
const OPTIONS: { readonly [Name in Option]: true } = {
  callers: true,
  calls: true,
  egress: true,
  egressGateway: true,
  endUser: true,
  federation: true,
  ingress: true,
  prometheus: true,
  metrics: true,
  tracing: true,
  timeout: true,
  retries: true,
  circuitBreaker: true,
  connectionPool: true,
  loadBalancing: true,
  rateLimit: true,
  release: true,
  mirror: true,
  fault: true,
};

describe('INTENTS', () => {
  test('names every option of a service and of an application that says what is wanted', () => {
    const named = new Set(INTENTS.map((intent) => intent.split(/[.:]/)[0]));
    expect([...named].sort()).toEqual(Object.keys(OPTIONS).sort());
  });
});
