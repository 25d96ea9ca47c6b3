import type { Diagnostic } from '../../diagnostic.js';
import { nearest } from '../../formats/did-you-mean.js';
import { isMapping } from '../../formats/mapping.js';
import { faultOf, shown } from '../../input/fault.js';
import {
  below,
  type Check,
  checkProps,
  either,
  type Fields,
  list,
  mapping,
  optional,
  options,
  type Shape,
} from '../../input/shape.js';
import { accepted, anyObject, anyText, integer, label, text } from '../../input/values.js';
import { METHODS } from '../workload/intents/caller.js';
import { INGRESS_FIELDS } from '../workload/intents/ingress.js';
import { SERVICE_FIELDS } from '../workload/intents/service.js';
import { RESOURCES } from '../workload/resources.js';
import type {
  Environment,
  HttpCall,
  HttpIngress,
  HttpService,
  HttpServicePods,
  HttpServicesOptions,
} from './http-service-options.js';
import type { Store } from './stores/store.js';

const CALL_WORDS = 'a list of caller, callee, methods and path';
const SERVICE_NAME = text('the name of a service');

const CALL: Shape<HttpCall<string>> = {
  expected: CALL_WORDS,
  faults: (path, value) => {
    if (!Array.isArray(value) || value.length !== 4) return [faultOf(path, value, CALL_WORDS)];
    const [from, to, methods, route] = value;
    return [
      ...(Array.isArray(from) ? list(SERVICE_NAME, 1) : SERVICE_NAME).faults(`${path}[0]`, from),
      ...SERVICE_NAME.faults(`${path}[1]`, to),
      ...list(text(METHODS.join(', '), new RegExp(`^(${METHODS.join('|')})$`)), 1).faults(`${path}[2]`, methods),
      ...text('a path that starts with /', /^\//).faults(`${path}[3]`, route),
    ];
  },
};

const POD_FIELDS: Fields<HttpServicePods> = {
  port: optional(integer(1, 65_535)),
  replicas: optional(integer(0, 10_000)),
  requestsPerSecond: optional(integer(1, 1_000_000)),
  resources: optional(RESOURCES),
};

const { workload, callers, rateLimit, ingress, ...WANTS } = SERVICE_FIELDS;

const HTTP_SERVICE: Shape<HttpService> = options<HttpService>({
  ...POD_FIELDS,
  stores: optional(list(text('the name of a store'))),
  ingress: optional(list(options<HttpIngress>({ ...INGRESS_FIELDS, port: optional(text()) }), 1)),
  ...WANTS,
});

/** What is accepted as each option of services. */
export const HTTP_SERVICES_FIELDS: Fields<HttpServicesOptions<string>> = {
  namespace: label,
  images: options({ folder: text(), tag: text() }),
  services: mapping<HttpService>(HTTP_SERVICE),
  calls: list(CALL),
  stores: optional(list(anyObject<Store>())),
  env: optional(
    either(
      accepted<(name: string) => Environment>('a function that returns one', (value) => typeof value === 'function'),
      mapping(anyText),
    ),
  ),
  common: optional(HTTP_SERVICE),
  proxyResources: optional(RESOURCES),
};

/**
 * Problems in services that the type checker cannot find: a call of an unknown service would admit nobody.
 *
 * @param shape what is accepted, where that is more than services
 */
export function checkHttpServices(
  where: string,
  stated: unknown,
  shape: Check = options(HTTP_SERVICES_FIELDS),
): Diagnostic[] {
  const malformed = checkProps(where, stated, shape);
  if (!isMapping(stated) || !isMapping(stated['services'])) return malformed;
  const services = Object.entries(stated['services']);
  const stores = entriesOf(stated['stores']).flatMap((store, index) => nameOfStore(store, `stores[${index}]`));
  const used = [...services, ['common', stated['common']] as const].flatMap(([name, service]) =>
    texts(
      name === 'common' && service === stated['common'] ? 'common.stores' : below(below('services', name), 'stores'),
      isMapping(service) ? service['stores'] : undefined,
    ),
  );
  return [
    ...malformed,
    ...unknown(
      where,
      calledIn(stated['calls']),
      'services',
      services.map(([name]) => name),
    ),
    ...unknown(
      where,
      used,
      'stores',
      stores.map(({ name }) => name),
    ),
    ...stores
      .filter(({ name }) => !used.some((use) => use.name === name))
      .map(
        ({ path, name }): Diagnostic => ({
          where,
          path,
          got: `'${name}', which no service uses`,
          expected: 'a store that a service names in its stores',
          fix: 'Name it in the stores of a service, or remove it.',
        }),
      ),
  ];
}

interface NamedAt {
  readonly path: string;
  readonly name: string;
}

function unknown(where: string, named: readonly NamedAt[], of: string, known: readonly string[]): Diagnostic[] {
  return named
    .filter(({ name }) => !known.includes(name))
    .map(({ path, name }) => {
      const meant = nearest(name, known);
      return {
        where,
        path,
        got: shown(name),
        expected: known.length === 0 ? `none, as there are no ${of}` : `one of the ${of}: ${known.join(', ')}`,
        fix: meant === undefined ? 'Correct the name.' : `Did you mean '${meant}'? Correct the name.`,
      };
    });
}

/** The names of services in calls. The shape reports what is not a name. */
function calledIn(calls: unknown): NamedAt[] {
  return entriesOf(calls).flatMap((call, index) => {
    const [from, to, ...others] = entriesOf(call);
    if (others.length !== 2) return [];
    const path = `calls[${index}]`;
    return Array.isArray(from)
      ? [...texts(`${path}[0]`, from), ...name(`${path}[1]`, to)]
      : [...name(`${path}[0]`, from), ...name(`${path}[1]`, to)];
  });
}

function nameOfStore(store: unknown, path: string): NamedAt[] {
  const workload = isMapping(store) ? store['workload'] : undefined;
  return isMapping(workload) ? name(path, workload['name']) : [];
}

function texts(path: string, values: unknown): NamedAt[] {
  return entriesOf(values).flatMap((value, index) => name(`${path}[${index}]`, value));
}

function name(path: string, value: unknown): NamedAt[] {
  return typeof value === 'string' && value !== '' ? [{ path, name: value }] : [];
}

function entriesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? Array.from(value) : [];
}
