import type { Diagnostic } from '../../diagnostic.js';
import { nearest } from '../../formats/did-you-mean.js';
import { isMapping } from '../../formats/mapping.js';
import { faultOf, shown } from '../../input/fault.js';
import { checkProps, list, mapping, optional, options, type Shape } from '../../input/shape.js';
import { anyObject, anything, integer, label, text } from '../../input/values.js';
import { METHODS } from '../workload/intents/caller.js';
import { RESOURCES } from '../workload/resources.js';
import type { HttpCall, HttpService, HttpServicePods, HttpServicesOptions, UsedStore } from './http-service-options.js';
import type { Store } from './stores/store.js';

const CALL_WORDS = 'a list of caller, callee, methods and path';

const CALL: Shape<HttpCall<string>> = {
  expected: CALL_WORDS,
  faults: (path, value) => {
    if (!Array.isArray(value) || value.length !== 4) return [faultOf(path, value, CALL_WORDS)];
    const [from, to, methods, route] = value;
    return [
      ...text('the name of a service').faults(`${path}[0]`, from),
      ...text('the name of a service').faults(`${path}[1]`, to),
      ...list(text(METHODS.join(', '), new RegExp(`^(${METHODS.join('|')})$`)), 1).faults(`${path}[2]`, methods),
      ...text('a path that starts with /', /^\//).faults(`${path}[3]`, route),
    ];
  },
};

const PODS = options<HttpServicePods>({
  port: optional(integer(1, 65_535)),
  replicas: optional(integer(0, 10_000)),
  requestsPerSecond: optional(integer(1, 1_000_000)),
  resources: optional(RESOURCES),
});

/** The pods of a service; everything else is checked with the application. */
const HTTP_SERVICE: Shape<Partial<HttpService>> = {
  expected: 'an object',
  faults: (path, value) => {
    if (!isMapping(value)) return [faultOf(path, value, 'an object')];
    const { port, replicas, requestsPerSecond, resources } = value;
    return PODS.faults(path, { port, replicas, requestsPerSecond, resources });
  },
};

/** What is accepted as services; their network options are checked with the application. */
const HTTP_SERVICES = options<HttpServicesOptions<string>>({
  namespace: label,
  images: options({ folder: text(), tag: text() }),
  services: mapping<HttpService>(HTTP_SERVICE),
  calls: list(CALL),
  stores: optional(list(options<UsedStore<string>>({ store: anyObject<Store>(), users: list(text()) }))),
  env: optional(anything<NonNullable<HttpServicesOptions<string>['env']>>()),
  common: optional(HTTP_SERVICE),
  proxyResources: optional(RESOURCES),
});

/** Problems in services that the type checker cannot find: a call of an unknown service would admit nobody. */
export function checkHttpServices<Name extends string>(stated: HttpServicesOptions<Name>): Diagnostic[] {
  const malformed = checkProps('httpServices', stated, HTTP_SERVICES);
  const services: unknown = isMapping(stated) ? stated.services : undefined;
  if (!isMapping(services)) return malformed;
  const known = Object.keys(services);
  const unknown = namesIn(stated)
    .filter(([, name]) => !known.includes(name))
    .map(([path, name]): Diagnostic => {
      const meant = nearest(name, known);
      return {
        where: 'httpServices',
        path,
        got: shown(name),
        expected: `one of the services: ${known.join(', ')}`,
        fix: meant === undefined ? 'Correct the name.' : `Did you mean '${meant}'? Correct the name.`,
      };
    });
  return [...malformed, ...unknown];
}

type NamedAt = readonly [path: string, name: string];

/** The names of services in calls and stores. The shape reports what is not a name. */
function namesIn({ calls, stores }: { readonly calls?: unknown; readonly stores?: unknown }): NamedAt[] {
  return [
    ...entriesOf(calls).flatMap((call, index) => {
      const names = entriesOf(call);
      return names.length === 4 ? texts(`calls[${index}]`, names.slice(0, 2)) : [];
    }),
    ...entriesOf(stores).flatMap((store, index) =>
      texts(`stores[${index}].users`, entriesOf(isMapping(store) ? store['users'] : undefined)),
    ),
  ];
}

function entriesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? Array.from(value) : [];
}

function texts(path: string, values: readonly unknown[]): NamedAt[] {
  return values.flatMap((value, index) =>
    typeof value === 'string' && value !== '' ? [[`${path}[${index}]`, value] as const] : [],
  );
}
