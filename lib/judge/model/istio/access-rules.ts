import { at } from '../../../manifest/field-path.js';
import type { Json } from '../../../manifest/object.js';
import { listAt, objectAt, stringAt, stringListAt, stringsAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';

export type Action = 'ALLOW' | 'DENY' | 'CUSTOM' | 'AUDIT';

/** One rule of an AuthorizationPolicy. */
export interface AccessRule {
  readonly policy: Resource;
  readonly action: Action;
  /** Path of the rule: `spec.rules[0]`. */
  readonly path: string;
  readonly rule: Json;
}

/** One alternative of a rule's `from`; its fields hold together. */
export interface Source {
  /** Path of the source: `spec.rules[0].from[0].source`. */
  readonly path: string;
  readonly source: Json;
}

/** One alternative of a rule's `to`; its fields hold together. */
export interface Operation {
  readonly path: string;
  readonly operation: Json;
}

/** One entry of a rule's `when`; all of them hold together. */
export interface Condition {
  readonly path: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly notValues: readonly string[];
}

/** Fields of a source that only a caller with a mesh identity can have. */
export const IDENTITY_FIELDS = ['principals', 'namespaces', 'serviceAccounts', 'trustDomains'] as const;
/** Fields of an operation that only a request of HTTP has. */
export const HTTP_FIELDS = ['hosts', 'methods', 'paths'] as const;
/** Conditions that tell who the caller is by its certificate. */
const IDENTITY_KEYS = ['source.namespace', 'source.principal', 'source.serviceAccount', 'source.trustDomain'];

/** What a policy does with what its rules match; ALLOW where it does not say. */
export function actionOf({ object }: Resource): Action {
  const action = stringAt(object, 'spec', 'action');
  return action === 'DENY' || action === 'CUSTOM' || action === 'AUDIT' ? action : 'ALLOW';
}

/** Whether a policy is only tried out: what it would do is logged, and not done. */
export function isDryRun({ object }: Resource): boolean {
  return /^(?:1|t|true)$/i.test(stringsAt(object, 'metadata', 'annotations')['istio.io/dry-run'] ?? '');
}

export function rulesOf(policy: Resource): readonly AccessRule[] {
  const action = actionOf(policy);
  return listAt(policy.object, 'spec', 'rules').map((rule, index) => ({
    policy,
    action,
    path: at('spec', 'rules', index),
    rule,
  }));
}

export function sourcesOf({ rule, path }: AccessRule): readonly Source[] {
  return listAt(rule, 'from').map((entry, index) => ({
    path: at(path, 'from', index, 'source'),
    source: objectAt(entry, 'source') ?? {},
  }));
}

export function operationsOf({ rule, path }: AccessRule): readonly Operation[] {
  return listAt(rule, 'to').map((entry, index) => ({
    path: at(path, 'to', index, 'operation'),
    operation: objectAt(entry, 'operation') ?? {},
  }));
}

export function conditionsOf({ rule, path }: AccessRule): readonly Condition[] {
  return listAt(rule, 'when').map((entry, index) => ({
    path: at(path, 'when', index),
    key: stringAt(entry, 'key') ?? '',
    values: stringListAt(entry, 'values'),
    notValues: stringListAt(entry, 'notValues'),
  }));
}

/** Whether a field and its `not` twin are both absent or empty. */
export function says(value: Json, field: string): boolean {
  const negated = `not${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  return listAt(value, field).length > 0 || listAt(value, negated).length > 0;
}

/** The fields and conditions of a rule that mean something for HTTP alone, with their paths. */
export function httpPartsOf(rule: AccessRule): readonly { readonly path: string; readonly name: string }[] {
  const inSources = sourcesOf(rule).flatMap(({ path, source }) => named(source, path, ['requestPrincipals']));
  const inOperations = operationsOf(rule).flatMap(({ path, operation }) => named(operation, path, HTTP_FIELDS));
  const inConditions = conditionsOf(rule).flatMap(({ path, key }) =>
    /^request\./.test(key) ? [{ path: at(path, 'key'), name: key }] : [],
  );
  return [...inSources, ...inOperations, ...inConditions];
}

function named(value: Json, path: string, fields: readonly string[]) {
  return fields.flatMap((field) => {
    const negated = `not${field.charAt(0).toUpperCase()}${field.slice(1)}`;
    return [field, negated].flatMap((name) => (listAt(value, name).length > 0 ? [{ path: at(path, name), name }] : []));
  });
}

/** Whether a rule holds for some operation on a container port. */
export function coversPort(rule: AccessRule, port: number): boolean {
  const text = String(port);
  const operations = operationsOf(rule);
  const inTo =
    operations.length === 0 ||
    operations.some(({ operation }) => {
      const ports = stringListAt(operation, 'ports');
      return (ports.length === 0 || ports.includes(text)) && !stringListAt(operation, 'notPorts').includes(text);
    });
  return (
    inTo &&
    conditionsOf(rule).every(({ key, values, notValues }) => {
      if (key !== 'destination.port') return true;
      return (values.length === 0 || values.includes(text)) && !notValues.includes(text);
    })
  );
}

/** Whether a rule holds for every operation on a port: it names no host, method or path, and no condition but on ports and callers. */
export function coversAllOf(rule: AccessRule, port: number): boolean {
  const text = String(port);
  const operations = operationsOf(rule);
  const whole = ({ operation }: Operation) =>
    HTTP_FIELDS.every((field) => !says(operation, field)) &&
    (stringListAt(operation, 'ports').length === 0 || stringListAt(operation, 'ports').includes(text)) &&
    !stringListAt(operation, 'notPorts').includes(text);
  const plain = conditionsOf(rule).every(({ key }) => key === 'destination.port');
  return plain && coversPort(rule, port) && (operations.length === 0 || operations.some(whole));
}

/** Whether the conditions of a rule limit it to callers with a mesh identity. */
export function identityConditionsOf(rule: AccessRule): readonly Condition[] {
  return conditionsOf(rule).filter(({ key, values }) => IDENTITY_KEYS.includes(key) && values.length > 0);
}
