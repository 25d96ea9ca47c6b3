import { type JsonSchema, type ReleaseSchemas, resourceSchema } from './json-schema.js';
import { fields, oneOf } from './sail/outline.js';
import { cniValues, values } from './sail/values.js';

const API_VERSION = 'sailoperator.io/v1';
/** Only the form of the operator's list, which grows with each release. */
const version: JsonSchema = {
  type: 'string',
  pattern: '^(v\\d+\\.\\d+(-latest|\\.\\d+(-[a-z]+\\.[0-9a-z]+)?)|master)$',
};
const profile = oneOf(
  'ambient',
  'default',
  'demo',
  'empty',
  'external',
  'openshift',
  'openshift-ambient',
  'preview',
  'remote',
  'stable',
);
const updateStrategy = fields(
  { boolean: 'updateWorkloads' },
  {
    inactiveRevisionDeletionGracePeriodSeconds: { type: 'integer', minimum: 0 },
    type: oneOf('InPlace', 'RevisionBased'),
  },
);
const targetRef = fields(
  {},
  { kind: oneOf('Istio', 'IstioRevision'), name: { type: 'string', minLength: 1, maxLength: 253 } },
  ['kind', 'name'],
);

const specs: Readonly<Record<string, JsonSchema>> = {
  Istio: fields({ string: 'namespace' }, { profile, updateStrategy, values, version }),
  IstioCNI: fields({ string: 'namespace' }, { profile, values: cniValues, version }),
  IstioRevision: fields({ string: 'namespace' }, { values, version }, ['namespace', 'version']),
  IstioRevisionTag: fields({}, { targetRef }, ['targetRef']),
};

/**
 * Schemas of the Sail operator's kinds, by the release of Istio that the operator is made for. Kubernetes' own types within the
 * values are left open.
 *
 * @see https://github.com/istio-ecosystem/sail-operator/blob/1.30.3/docs/api-reference/sailoperator.io.md
 */
export function sailReleases(): Map<string, ReleaseSchemas> {
  const kinds = Object.entries(specs).map(([kind, spec]) => [
    `${API_VERSION}/${kind}`,
    resourceSchema(API_VERSION, kind, { spec, status: {} }, kind === 'IstioRevisionTag' ? ['spec'] : []),
  ]);
  const clusterScoped = new Set(Object.keys(specs).map((kind) => `sailoperator.io/${kind}`));
  return new Map([
    ['1.30', { kinds: Object.fromEntries(kinds), definitions: {}, clusterScoped, deprecated: new Map() }],
  ]);
}
