import { Duration } from 'cdk8s';
import type { Application } from '../../lib/write/workload/intents/application.js';
import type { Caller } from '../../lib/write/workload/intents/caller.js';
import type { Service } from '../../lib/write/workload/intents/service.js';
import { speaksHttp } from '../../lib/write/workload/port.js';
import { findPort } from '../../lib/write/workload/workload.js';
import { external } from './linkerd-application.js';

/** One change of what a service declares. */
export interface IntentChange {
  readonly name: string;
  /** Name of the service. */
  readonly service: string;
  /** What it is about: who may ask for what, or how much, how long and how often. */
  readonly about: 'access' | 'figure';
  readonly apply: (service: Service) => Service;
}

/** A workload that no system names. */
export const NEWCOMER = external('newcomer', 'elsewhere');

type CallersChange = (callers: readonly Caller[]) => readonly Caller[];

/** Each change of one caller, method, path, weight, limit or other figure of an application. */
export function intentChanges({ services }: Application): readonly IntentChange[] {
  return services.flatMap((service) => [...accessChanges(service), ...figureChanges(service)]);
}

/** Two changes of one service at once. */
export function together(first: IntentChange, second: IntentChange): IntentChange {
  return {
    name: `${first.name}, and ${second.name}`,
    service: first.service,
    about: first.about === 'access' || second.about === 'access' ? 'access' : 'figure',
    apply: (service) => second.apply(first.apply(service)),
  };
}

/** The application with a change. */
export function changed(application: Application, change: IntentChange): Application {
  return {
    ...application,
    services: application.services.map((service) =>
      service.workload.name === change.service ? change.apply(service) : service,
    ),
  };
}

function accessChanges(service: Service): readonly IntentChange[] {
  const callers = service.callers === 'nobody' ? [] : service.callers;
  const change = (name: string, apply: CallersChange): IntentChange => ({
    name: `${service.workload.name}: ${name}`,
    service: service.workload.name,
    about: 'access',
    apply: (changing) => {
      const left = apply(changing.callers === 'nobody' ? [] : changing.callers);
      return { ...changing, callers: left.length === 0 ? 'nobody' : left };
    },
  });
  const ports = new Set(callers.map(({ port }) => port));
  const newcomers = [...ports]
    .filter((port) => isHttp(service, port))
    .flatMap((port) => [
      change(`a newcomer may do everything on port ${port}`, (all) => [...all, { from: NEWCOMER, port }]),
      change(`a newcomer may GET everything on port ${port}`, (all) => [
        ...all,
        { from: NEWCOMER, port, methods: ['GET'] },
      ]),
      change(`a newcomer may GET one path of port ${port}`, (all) => [
        ...all,
        { from: NEWCOMER, port, methods: ['GET'], paths: ['/v1/users/new'] },
      ]),
    ]);
  const existing = callers.flatMap((caller, index) => {
    const { from, port, paths, methods } = caller;
    const label = `caller ${index}, ${from.name},`;
    const replaced = (by: string, other: Caller | undefined) =>
      change(`${label} ${by}`, (all) => all.flatMap((one, at) => (at === index ? (other ?? []) : one)));
    const common = [
      replaced('is taken away', undefined),
      replaced('becomes another', { ...caller, from: NEWCOMER }),
      change(`a newcomer may what ${label} may`, (all) => [...all, { ...caller, from: NEWCOMER }]),
    ];
    if (!isHttp(service, port)) return common;
    const more = [...new Set([...(methods ?? ['GET' as const]), 'PUT' as const])];
    return [
      ...common,
      replaced('may do everything', { from, port }),
      replaced('may HEAD alone', { ...caller, methods: ['HEAD'] }),
      replaced('may PUT too', { ...caller, methods: more }),
      replaced('asks for other paths', { ...caller, paths: ['/v2/*', '/other'] }),
      replaced('asks for one path more', { ...caller, paths: [...(paths ?? []), '/v1/more'] }),
      replaced('asks for all around', { ...caller, paths: [...(paths ?? []), '/v1/*'] }),
    ];
  });
  return [...newcomers, ...existing];
}

function isHttp({ workload }: Service, name: string): boolean {
  const port = findPort(workload, name);
  return port !== undefined && speaksHttp(port);
}

function figureChanges(service: Service): readonly IntentChange[] {
  const change = (name: string, more: Partial<Service> | undefined): readonly IntentChange[] =>
    more === undefined
      ? []
      : [
          {
            name: `${service.workload.name}: ${name}`,
            service: service.workload.name,
            about: 'figure',
            apply: (own) => ({ ...own, ...more }),
          },
        ];
  const { rateLimit, timeout, retries, circuitBreaker, release, workload } = service;
  return [
    ...change(
      'the rate limit is lowered',
      rateLimit && {
        rateLimit: {
          ...rateLimit,
          requestsPerSecond: rateLimit.requestsPerSecond + 1,
          ...(rateLimit.burst !== undefined && { burst: rateLimit.burst + 1 }),
        },
      },
    ),
    ...change('the timeout is longer', timeout && { timeout: Duration.millis(timeout.toMilliseconds() + 100) }),
    ...change(
      'the try is longer',
      retries && {
        retries: { ...retries, perTryTimeout: Duration.millis(retries.perTryTimeout.toMilliseconds() + 10) },
      },
    ),
    ...change(
      'there are fewer tries',
      retries && retries.attempts > 1 ? { retries: { ...retries, attempts: retries.attempts - 1 } } : undefined,
    ),
    ...change(
      'the breaker is slower',
      circuitBreaker && {
        circuitBreaker: { ...circuitBreaker, consecutiveFailures: circuitBreaker.consecutiveFailures + 1 },
      },
    ),
    ...change('weights are shifted', release && { release: { ...release, weights: shifted(release.weights) } }),
    ...change(
      'there is one pod more',
      'replicas' in workload && workload.replicas !== undefined && workload.replicas > 1
        ? { workload: { ...workload, replicas: workload.replicas + 1 } }
        : undefined,
    ),
  ];
}

function shifted(weights: { readonly [version: string]: number }): { readonly [version: string]: number } {
  const entries = Object.entries(weights);
  const [from] = entries.find(([, weight]) => weight > 1) ?? [];
  const [to] = entries.find(([version]) => version !== from) ?? [];
  return Object.fromEntries(
    entries.map(([version, weight]) => [version, weight + (version === to ? 1 : 0) - (version === from ? 1 : 0)]),
  );
}
