import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { resolve } from '../../../../lib/manifest/resolve.js';
import { linkerdCrds } from '../../../../lib/write/linkerd/crds/all.js';
import { customResourceDefinition, LinkerdCrds } from '../../../../lib/write/linkerd/crds/linkerd-crds.js';
import { filesOf } from '../../../support/synth.js';
import { fleetWith, objectsWith, RELEASES } from '../control-plane/control-plane.js';

const definitions = linkerdCrds.map((definition) => [definition.plural, definition] as const);

describe('LinkerdCrds', () => {
  test('are the ten kinds of the core, in the stage before anything uses them', () => {
    const paths = [...filesOf(fleetWith({})).entries()].filter(([, text]) =>
      text.includes('kind: CustomResourceDefinition'),
    );
    expect(paths.map(([path]) => path)).toEqual(['fleet/hub/10-crds/linkerd.k8s.yaml']);
    const names = objectsWith()
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map(({ metadata }) => metadata.name);
    expect(names.sort()).toEqual([
      'authorizationpolicies.policy.linkerd.io',
      'egressnetworks.policy.linkerd.io',
      'externalworkloads.workload.linkerd.io',
      'httplocalratelimitpolicies.policy.linkerd.io',
      'httproutes.policy.linkerd.io',
      'meshtlsauthentications.policy.linkerd.io',
      'networkauthentications.policy.linkerd.io',
      'serverauthorizations.policy.linkerd.io',
      'servers.policy.linkerd.io',
      'serviceprofiles.linkerd.io',
    ]);
  });

  test('are the same in both releases', () => {
    const [old, now] = RELEASES.map((version) =>
      objectsWith({ version }).filter(({ kind }) => kind === 'CustomResourceDefinition'),
    );
    expect(now).toEqual(old);
  });

  test('can be the only chart in an app of the user', () => {
    const app = new App();
    new LinkerdCrds(new Chart(app, 'chart'), 'crds');
    const { objects, problems } = resolve(app);
    expect([objects.length, problems]).toEqual([10, []]);
  });

  describe.each(definitions)('%s', (_plural, definition) => {
    const object = customResourceDefinition(definition);

    test('is named by plural and group, and found by the label of the control plane', () => {
      expect(object.metadata.name).toBe(`${object.spec.names.plural}.${object.spec.group}`);
      expect(object.metadata.labels).toEqual({ 'linkerd.io/control-plane-ns': 'linkerd' });
      expect(object.spec.scope).toBe('Namespaced');
    });

    test('serves every version, stores one, and says so of those that are deprecated', () => {
      const { versions } = object.spec;
      expect(versions.every(({ served }) => served)).toBe(true);
      expect(versions.filter(({ storage }) => storage)).toHaveLength(1);
      expect(new Set(versions.map(({ name }) => name)).size).toBe(versions.length);
      for (const version of versions) {
        const deprecated = 'deprecated' in version;
        expect(deprecated).toBe('deprecationWarning' in version);
      }
    });

    test('has a structural schema: a type everywhere, and nothing under a name that is no property', () => {
      for (const { schema } of object.spec.versions) {
        expect(schema.openAPIV3Schema.type).toBe('object');
        expect(faultsOf(JSON.parse(JSON.stringify(schema.openAPIV3Schema)), '')).toEqual([]);
      }
    });
  });
});

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** What the API server would refuse a schema for. */
function faultsOf(schema: Schema, path: string): string[] {
  const { properties = {}, required = [], items, additionalProperties } = schema;
  const free = schema['x-kubernetes-int-or-string'] ?? schema['x-kubernetes-preserve-unknown-fields'];
  return [
    ...(schema.type === undefined && free !== true ? [`${path}: no type`] : []),
    ...(schema.type === 'array' && items === undefined ? [`${path}: no items`] : []),
    ...required.filter((name) => !(name in properties)).map((name) => `${path}.${name}: required, and no property`),
    ...(schema.enum !== undefined && schema.default !== undefined && !schema.enum.includes(schema.default)
      ? [`${path}: a default that is none of its values`]
      : []),
    ...Object.entries(properties).flatMap(([name, child]) => faultsOf(child, `${path}.${name}`)),
    ...(items === undefined ? [] : faultsOf(items, `${path}[]`)),
    ...(additionalProperties === undefined ? [] : faultsOf(additionalProperties, `${path}{}`)),
  ];
}
