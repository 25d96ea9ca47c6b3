import { Field } from '../../../manifest/field.js';
import type { Resource } from '../../../manifest/resource.js';

export type Action = 'ALLOW' | 'DENY' | 'CUSTOM' | 'AUDIT';

/** One rule of an AuthorizationPolicy: an entry of `spec.rules`. */
export interface AccessRule {
  readonly policy: Resource;
  readonly action: Action;
  readonly field: Field;
}

/** One entry of a rule's `when`; a request must meet all of them. */
export interface Condition {
  readonly field: Field;
  readonly key: string;
  readonly values: readonly string[];
  readonly notValues: readonly string[];
}

/** A field or condition of a rule that only HTTP requests have. */
export interface HttpPart {
  readonly field: Field;
  readonly name: string;
}

/** Fields of a source that only a caller with a mesh identity can have. */
export const IDENTITY_FIELDS = ['principals', 'namespaces', 'serviceAccounts', 'trustDomains'] as const;
/** Fields of an operation that only an HTTP request has. */
export const HTTP_FIELDS = ['hosts', 'methods', 'paths'] as const;
/** Conditions on the identity of the caller. */
const IDENTITY_KEYS = ['source.namespace', 'source.principal', 'source.serviceAccount', 'source.trustDomain'];

/** The action of a policy; ALLOW by default. */
export function actionOf(policy: Resource): Action {
  const action = Field.of(policy).at('spec', 'action').text;
  return action === 'DENY' || action === 'CUSTOM' || action === 'AUDIT' ? action : 'ALLOW';
}

/** The annotation that turns a policy into one that is only logged. */
export function dryRunOf(policy: Resource): Field {
  return Field.of(policy).at('metadata', 'annotations', 'istio.io/dry-run');
}

/** Whether a policy is only logged, and not enforced. */
export function isDryRun(policy: Resource): boolean {
  return /^(?:1|t|true)$/i.test(dryRunOf(policy).text ?? '');
}

export function rulesOf(policy: Resource): readonly AccessRule[] {
  const action = actionOf(policy);
  return Field.of(policy)
    .at('spec', 'rules')
    .items.map((field) => ({ policy, action, field }));
}

/** The alternatives of a rule's `from`; a caller must match all fields of one. */
export function sourcesOf({ field }: AccessRule): readonly Field[] {
  return field.at('from').items.map((entry) => entry.at('source'));
}

/** The alternatives of a rule's `to`; a request must match all fields of one. */
export function operationsOf({ field }: AccessRule): readonly Field[] {
  return field.at('to').items.map((entry) => entry.at('operation'));
}

export function conditionsOf({ field }: AccessRule): readonly Condition[] {
  return field.at('when').items.map((entry) => ({
    field: entry,
    key: entry.at('key').text ?? '',
    values: entry.at('values').texts,
    notValues: entry.at('notValues').texts,
  }));
}

/** Whether a field or its `not` twin lists something. */
export function says(entry: Field, name: string): boolean {
  return withTwin(name).some((each) => entry.at(each).items.length > 0);
}

/** The fields and conditions of a rule that only HTTP requests have. */
export function httpPartsOf(rule: AccessRule): readonly HttpPart[] {
  const listed = (entry: Field, names: readonly string[]): readonly HttpPart[] =>
    names
      .flatMap(withTwin)
      .map((name) => ({ name, field: entry.at(name) }))
      .filter(({ field }) => field.items.length > 0);
  return [
    ...sourcesOf(rule).flatMap((source) => listed(source, ['requestPrincipals'])),
    ...operationsOf(rule).flatMap((operation) => listed(operation, HTTP_FIELDS)),
    ...conditionsOf(rule).flatMap(({ field, key }) =>
      key.startsWith('request.') ? [{ field: field.at('key'), name: key }] : [],
    ),
  ];
}

function withTwin(name: string): readonly string[] {
  return [name, `not${name.charAt(0).toUpperCase()}${name.slice(1)}`];
}

/** Whether a rule applies to some operation on a container port. */
export function coversPort(rule: AccessRule, port: number): boolean {
  const operations = operationsOf(rule);
  return (
    (operations.length === 0 || operations.some((operation) => includesPort(operation, port))) &&
    conditionsOf(rule).every(({ key, values, notValues }) => {
      if (key !== 'destination.port') return true;
      return (values.length === 0 || values.includes(String(port))) && !notValues.includes(String(port));
    })
  );
}

/** Whether a rule applies to every operation on a port: it names no host, method or path, and no condition except ports and callers. */
export function coversAllOf(rule: AccessRule, port: number): boolean {
  const operations = operationsOf(rule);
  const whole = (operation: Field) =>
    HTTP_FIELDS.every((name) => !says(operation, name)) && includesPort(operation, port);
  const plain = conditionsOf(rule).every(({ key }) => key === 'destination.port');
  return plain && coversPort(rule, port) && (operations.length === 0 || operations.some(whole));
}

function includesPort(operation: Field, port: number): boolean {
  const ports = operation.at('ports').texts;
  return (ports.length === 0 || ports.includes(String(port))) && !operation.at('notPorts').texts.includes(String(port));
}

/** The conditions of a rule that limit it to callers with certain mesh identities. */
export function identityConditionsOf(rule: AccessRule): readonly Condition[] {
  return conditionsOf(rule).filter(({ key, values }) => IDENTITY_KEYS.includes(key) && values.length > 0);
}
