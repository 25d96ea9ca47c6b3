import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { budgetOf } from '../../../../lib/write/workload/intents/budget.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import { orders, ordersService } from '../../../support/application.js';

const retries = { attempts: 3, perTryTimeout: Duration.seconds(2), on: ['gateway-error'] } as const;
const budget = (changes: Partial<Service>) => budgetOf({ ...ordersService, ...changes }, orders.ports ?? []);

describe('budgetOf', () => {
  test('counts the first try as well as the attempts, which are retries', () => {
    expect(budget({ retries })).toEqual({
      tries: 4,
      tryTimeout: { option: 'retries.perTryTimeout', milliseconds: 2000 },
      wait: 8000,
      lastTry: { begins: 6000, ends: 8000 },
    });
  });

  test('waits no longer than the timeout, with any number of retries', () => {
    expect(budget({ retries, timeout: Duration.seconds(7) })).toMatchObject({ wait: 7000, lastTry: { ends: 8000 } });
  });

  test('is one try that the timeout ends without retries, and one without end without both', () => {
    const tryTimeout = { option: 'timeout', milliseconds: 7000 };
    expect(budget({ timeout: Duration.seconds(7) })).toEqual({ tries: 1, tryTimeout, wait: 7000 });
    expect(budget({})).toEqual({ tries: 1 });
  });

  test('has no effect without a port on which requests are seen', () => {
    const unseen = budgetOf({ ...ordersService, retries, timeout: Duration.seconds(7) }, []);
    expect(unseen).toEqual({ tries: 1, lastTry: { begins: 6000, ends: 8000 } });
  });
});
