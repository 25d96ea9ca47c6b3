import type { LinkerdValues } from './values.js';

/** Where the controllers send their own traces, if they do. */
export function traceCollector({ controller, proxy }: LinkerdValues): string[] {
  if (!controller.tracing.enabled) return [];
  return [`-trace-collector=${controller.tracing.collector.endpoint || proxy.tracing.collector.endpoint}`];
}
