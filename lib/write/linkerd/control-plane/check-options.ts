import type { Diagnostic } from '../../../diagnostic.js';
import { nearest } from '../../../formats/did-you-mean.js';
import { type Fault, isMapping } from '../../../input/fault.js';
import { NO_RESOURCES } from './default-values.js';
import { OPTION_SHAPES } from './option-shapes.js';
import type { PartialTree } from './overlay.js';
import { isUserKeyed } from './user-keys.js';

const PROXY_RESOURCES = { ...NO_RESOURCES, cores: 0 };

/** Of what type an option is that has no default. */
export const WITHOUT_DEFAULT: Readonly<Record<string, unknown>> = {
  accessLog: '',
  additionalArgs: [],
  additionalEnv: [],
  capabilities: { add: [], drop: [] },
  configReaders: [],
  controllerResources: NO_RESOURCES,
  cores: 0,
  destinationProxyResources: PROXY_RESOURCES,
  destinationResources: NO_RESOURCES,
  experimentalArgs: [],
  experimentalEnv: [],
  heartbeat: { additionalEnv: [], experimentalEnv: [] },
  heartbeatResources: NO_RESOURCES,
  highAvailability: false,
  identityProxyResources: PROXY_RESOURCES,
  identityResources: NO_RESOURCES,
  image: { name: '', pullPolicy: '', version: '' },
  maximum: 0,
  maximumCPURatio: 0,
  nodeAffinity: {},
  protocol: '',
  proxyInjectorProxyResources: PROXY_RESOURCES,
  proxyInjectorResources: NO_RESOURCES,
  resources: NO_RESOURCES,
  saMountPath: { mountPath: '', name: '', readOnly: false },
  spValidatorResources: NO_RESOURCES,
  tolerations: [],
};

/**
 * Faults of what a program states that no compiler saw, or that came from a values file: options that do not exist, and values of
 * another type than the default's.
 */
export function checkOptions(where: string, known: object, stated: unknown): Diagnostic[] {
  return isMapping(stated)
    ? faults({ where, path: '' }, known, stated)
    : [{ where, got: shown(stated), expected: 'a mapping of values', fix: 'Correct it.' }];
}

interface Place {
  readonly where: string;
  readonly path: string;
}

function faults({ where, path }: Place, known: object, stated: { readonly [key: string]: unknown }): Diagnostic[] {
  const defaults: Record<string, unknown> = Object.fromEntries(Object.entries(known));
  return Object.entries(stated).flatMap(([key, value]): Diagnostic[] => {
    const place = { where, path: path === '' ? key : `${path}.${key}` };
    if (value === undefined) return [];
    if (!Object.hasOwn(defaults, key)) return [unknownOption(place, key, Object.keys(defaults))];
    const standard = standardOf(defaults, key);
    if (!isOfType(standard, value)) return [wrongType(place, value, typeOf(standard))];
    const misshapen = shapeFaults(place.path, key, standard, value);
    if (misshapen.length > 0) return misshapen.map(({ path: at, ...fault }) => ({ where: `${where}.${at}`, ...fault }));
    return isMapping(standard) && isMapping(value) && !isUserKeyed(place.path, standard)
      ? faults(place, standard, value)
      : [];
  });
}

/** Faults within a list, or a mapping that no default can be compared with. A text in place of a selector is a chart's own. */
function shapeFaults(path: string, key: string, standard: unknown, value: unknown): readonly Fault[] {
  const name = [path, key].find((candidate) => Object.hasOwn(OPTION_SHAPES, candidate));
  const shape = name === undefined ? undefined : OPTION_SHAPES[name];
  return shape === undefined || value === null || typeof standard === 'string' ? [] : shape.faults(path, stated(value));
}

/** Null takes a default away; what is left must be sound. */
function stated(value: unknown): unknown {
  return isMapping(value) ? Object.fromEntries(Object.entries(value).filter(([, child]) => child !== null)) : value;
}

function standardOf(defaults: Record<string, unknown>, key: string): unknown {
  return defaults[key] ?? WITHOUT_DEFAULT[key];
}

/** As in a values file, null states nothing. */
function isOfType(standard: unknown, value: unknown): boolean {
  return value === null || typeOf(standard) === typeOf(value) || (isAmount(standard) && isAmount(value));
}

/** What is stated but for what {@link checkOptions} finds fault with. */
export function soundOptions<Tree extends object>(known: Tree, stated: unknown): PartialTree<Tree> {
  return kept(known, isMapping(stated) ? stated : {}, '') as PartialTree<Tree>;
}

function kept(known: object, stated: { readonly [key: string]: unknown }, path: string): Record<string, unknown> {
  const defaults: Record<string, unknown> = Object.fromEntries(Object.entries(known));
  return Object.fromEntries(
    Object.entries(stated)
      .filter(([key, value]) => {
        const standard = standardOf(defaults, key);
        return (
          Object.hasOwn(defaults, key) &&
          isOfType(standard, value) &&
          shapeFaults(path === '' ? key : `${path}.${key}`, key, standard, value).length === 0
        );
      })
      .map(([key, value]) => {
        const place = path === '' ? key : `${path}.${key}`;
        const standard = standardOf(defaults, key);
        const below = isMapping(standard) && isMapping(value) && !isUserKeyed(place, standard);
        return [key, below ? kept(standard, value, place) : value];
      }),
  );
}

function unknownOption({ where, path }: Place, key: string, known: readonly string[]): Diagnostic {
  const meant = nearest(key, known);
  return {
    where: `${where}.${path}`,
    got: 'an unknown option',
    expected: meant ?? `one of ${known.join(', ')}`,
    fix: meant === undefined ? 'Remove it, or correct its name.' : `Did you mean ${meant}? Correct the name.`,
  };
}

function wrongType({ where, path }: Place, value: unknown, expected: string): Diagnostic {
  return { where: `${where}.${path}`, got: shown(value), expected, fix: 'Correct it, or drop it to use the default.' };
}

/** A number of pods, or a share in percent. */
function isAmount(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^\d+%?$/.test(value));
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isMapping(value)) return 'a mapping';
  if (typeof value === 'boolean') return 'true or false';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : 'no number';
  return 'of another type';
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isMapping(value)) return 'a mapping';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'string' ? `'${value}'` : String(value);
}
