import { describe, expect, test } from 'vitest';
import { exportTo } from '../../../../lib/write/istio/traffic/export-to.js';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import { resolvedFirst } from '../../../support/resolved.js';
import { called, shop, stock, wayIn, web, workload } from '../shop.js';

/** Where the routes of the first service are exported to. */
const exported = (stated: Application) => {
  const { service, application } = resolvedFirst(stated);
  return exportTo(service, application);
};

describe('exportTo', () => {
  test('is its own namespace and those of callers and gateways', () => {
    const service = called(web, {
      callers: [
        { from: stock, port: 'api' },
        { from: workload('other'), port: 'api' },
      ],
      ingress: [wayIn()],
    });
    expect(exported(shop([service]))).toEqual(['.', 'edge', 'store']);
  });

  test('is the namespace of every service for the collector of their spans', () => {
    const service = called(web, { callers: 'nobody' });
    const application = shop([service, called(stock)], { tracing: { collector: web, port: 80, samplingPercent: 1 } });
    expect(exported(application)).toEqual(['.', 'store']);
  });
});
