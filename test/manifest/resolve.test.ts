import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KubeConfigMap, KubeService } from '../../imports/k8s.js';
import { formatDiagnostic } from '../../lib/diagnostic.js';
import { emit } from '../../lib/manifest/emit.js';
import { compareObjects } from '../../lib/manifest/order.js';
import { resolve } from '../../lib/manifest/resolve.js';

/** An app of one chart. */
function chartOf(fill: (chart: Chart) => void): App {
  const app = new App();
  fill(new Chart(app, 'chart', { disableResourceNameHashes: true }));
  return app;
}

/** An object whose class, as an imported one may, renders a field that cdk8s has not looked at. */
function withField(value: unknown): App {
  class Thing extends ApiObject {
    override toJson(): unknown {
      return { ...super.toJson(), spec: { list: [{ ok: true }, { field: value }] } };
    }
  }
  return chartOf(
    (chart) => new Thing(chart, 'thing', { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'thing' } }),
  );
}

const sentences = (app: App) => resolve(app).problems.map(formatDiagnostic);
const textOf = (app: App) =>
  emit(
    resolve(app)
      .objects.map(({ object }) => object)
      .sort(compareObjects),
  );

describe('resolve', () => {
  test('turns constructs at any depth into plain objects in canonical form, each with its construct', () => {
    const app = chartOf((chart) => {
      const parent = new Construct(chart, 'parent');
      new KubeService(parent, 'service', { metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } });
    });
    const { objects, problems } = resolve(app);
    expect(problems).toEqual([]);
    expect(objects.map(({ object, construct }) => [construct.node.path, object])).toEqual([
      [
        'chart/parent/service',
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'web' },
          spec: { ports: [{ port: 80, protocol: 'TCP' }] },
        },
      ],
    ]);
  });

  test('produces lazy values, and leaves what constructs share as it is', () => {
    const shared = { ports: [{ port: 80 }] };
    const app = chartOf((chart) => {
      for (const name of ['a', 'b']) {
        const service = new ApiObject(chart, name, { apiVersion: 'v1', kind: 'Service', metadata: { name } });
        service.addJsonPatch(JsonPatch.add('/spec', shared));
      }
      new ApiObject(chart, 'map', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'map' },
        data: { key: Lazy.any({ produce: () => 'late' }) },
      });
    });
    const text = textOf(app);
    expect(text).toContain('key: late\n');
    expect(text.match(/protocol: TCP/g)).toHaveLength(2);
    expect(shared).toEqual({ ports: [{ port: 80 }] });
    expect(textOf(app)).toBe(text);
  });

  test('gives the same bytes in every order of construction', () => {
    const names = Array.from({ length: 8 }, (_, index) => `object-${index}`);
    const build = (order: readonly string[]) =>
      chartOf((chart) => {
        for (const name of order) {
          const data = Object.fromEntries(order.map((key) => [key, name]));
          new KubeConfigMap(chart, name, { metadata: { name, labels: data }, data });
          new ApiObject(chart, `raw-${name}`, {
            apiVersion: 'example/v1',
            kind: 'Thing',
            metadata: { name },
            spec: data,
          });
        }
      });
    const text = textOf(build(names));
    expect(textOf(build(names))).toBe(text);
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: names.length }), (order) => {
        expect(textOf(build(order))).toBe(text);
      }),
      { numRuns: 20 },
    );
  });

  test('fails on an object that is made twice, and names both constructs', () => {
    const app = chartOf((chart) => {
      new KubeConfigMap(chart, 'one', { metadata: { name: 'map', namespace: 'ns' } });
      new ApiObject(chart, 'other', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'map', namespace: 'ns' },
      });
    });
    expect(sentences(app)).toEqual([
      "ConfigMap ns/map (v1) is made twice, by 'chart/one' and by 'chart/other', expected one construct per object of a cluster. Rename one of the two, or remove it.",
    ]);
  });

  test('tells objects apart by group, kind, namespace and name, and takes two versions for one object', () => {
    const add = (chart: Chart, id: string, apiVersion: string, kind: string, namespace: string) =>
      new ApiObject(chart, id, { apiVersion, kind, metadata: { name: 'x', namespace } });
    const apart = chartOf((chart) => {
      add(chart, 'a', 'v1', 'Service', 'one');
      add(chart, 'b', 'v1', 'Service', 'two');
      add(chart, 'c', 'serving.knative.dev/v1', 'Service', 'one');
      add(chart, 'd', 'v1', 'ConfigMap', 'one');
    });
    expect(resolve(apart)).toMatchObject({ objects: { length: 4 }, problems: [] });
    const same = chartOf((chart) => {
      add(chart, 'a', 'apps/v1', 'Deployment', 'one');
      add(chart, 'b', 'apps/v1beta1', 'Deployment', 'one');
    });
    expect(sentences(same)).toHaveLength(1);
  });

  test('fails on values that YAML cannot carry, and names the field', () => {
    const reasonOf = (value: unknown) =>
      sentences(withField(value))
        .join()
        .replace(/^.*as YAML: (.*?), expected.*$/, '$1');
    expect(reasonOf(Number.NaN)).toBe('spec.list[1].field is NaN');
    expect(reasonOf(Number.POSITIVE_INFINITY)).toBe('spec.list[1].field is Infinity');
    expect(reasonOf(new Date(0))).toBe('spec.list[1].field is a Date');
    expect(reasonOf(new Map())).toBe('spec.list[1].field is a Map');
    expect(reasonOf(() => 1)).toBe('spec.list[1].field is a function');
    expect(reasonOf(1n)).toBe('spec.list[1].field is a bigint');
    expect(reasonOf('text')).toBe('');
  });

  test('fails on a number or a function that cdk8s lets pass', () => {
    const app = chartOf((chart) => {
      const metadata = { name: 'map' };
      new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: 1, b: [Number.NaN] } });
      new ApiObject(chart, 'job', { apiVersion: 'v1', kind: 'Job', metadata, spec: { run: () => 1 } });
    });
    expect(sentences(app)).toEqual([
      "ConfigMap 'chart/map' is not writable as YAML: data.b[0] is NaN, expected only strings, finite numbers, booleans, lists and plain mappings. Convert the value where it is passed to the construct.",
      expect.stringContaining("Job 'chart/job' is not writable as YAML: spec.run is a function"),
    ]);
  });

  test('fails on a value that cdk8s itself cannot render, and names the construct', () => {
    const app = chartOf((chart) => {
      new ApiObject(chart, 'map', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'map' },
        data: { since: new Date(0) },
      });
    });
    expect(sentences(app)).toEqual([
      expect.stringMatching(/^ConfigMap 'chart\/map' is not writable as YAML: .*'Date'.*, expected only strings, /),
    ]);
  });

  test('fails on an object without an apiVersion', () => {
    const app = chartOf((chart) => {
      const map = new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' } });
      map.addJsonPatch(JsonPatch.remove('/apiVersion'));
    });
    expect(sentences(app)).toEqual([expect.stringContaining('it has no apiVersion, kind or metadata.name')]);
  });

  test('fails on what constructs say of themselves in their validations, together with all other faults', () => {
    const app = chartOf((chart) => {
      chart.node.addValidation({ validate: () => ['needs a budget', 'needs an owner'] });
      new KubeConfigMap(chart, 'one', { metadata: { name: 'map' } });
      new KubeConfigMap(chart, 'two', { metadata: { name: 'map' } });
    });
    expect(sentences(app)).toEqual([
      "construct 'chart' is invalid (needs a budget), expected to pass its own validation. Correct its properties.",
      "construct 'chart' is invalid (needs an owner), expected to pass its own validation. Correct its properties.",
      expect.stringContaining("made twice, by 'chart/one' and by 'chart/two'"),
    ]);
  });
});
