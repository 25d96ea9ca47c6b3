import { ApiObject, type ApiObjectProps, App, Chart, JsonPatch, Lazy, type ResolutionContext } from 'cdk8s';
import type { Construct } from 'constructs';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { Certificate } from '../../imports/cert-manager.io.js';
import { IntOrString, KubeConfigMap, KubeDeployment, KubeService, Quantity } from '../../imports/k8s.js';
import { hasUsualResolvers, render } from '../../lib/manifest/render.js';

function chartIn(app: App): Chart {
  return new Chart(app, 'chart', { labels: { team: 'a' }, namespace: 'ns', disableResourceNameHashes: true });
}

/** What a function returns, or the message that it throws. */
function outcome(act: () => unknown): unknown {
  try {
    return { returned: act() };
  } catch (error) {
    return { thrown: String(error) };
  }
}

/** Both ways, of objects that are equal: producing a late value may have an effect. */
function bothWays(build: (chart: Chart) => ApiObject, app = () => new App()): readonly [unknown, unknown] {
  const [ours, stock] = [app(), app()];
  const construct = build(chartIn(ours));
  return [outcome(() => render(construct, hasUsualResolvers(ours))), outcome(() => build(chartIn(stock)).toJson())];
}

const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom<unknown>(null, undefined, '', '__proto__'),
);
const key = fc.oneof(
  fc.string(),
  fc.constantFrom('value', 'resolve', 'constructor', '__proto__', 'name', 'labels', 'toString', '0'),
);
/** What cdk8s resolves, refuses or lets pass, besides plain values. */
const oddity = fc.oneof(
  scalar.map((value) => Lazy.any({ produce: () => value })),
  scalar.map((value) => ({ resolve: () => value })),
  fc.integer().map((value) => IntOrString.fromNumber(value)),
  fc.string().map((value) => Quantity.fromString(value)),
  fc.constantFrom<unknown>(new Date(0), new Map(), Symbol('s'), 1n, Object.create(null), () => 1, [], {}),
  scalar.map((value) => Object.assign(Object.create(null), { value })),
  scalar.map(
    (value) =>
      new (class Odd {
        readonly value = value;
      })(),
  ),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    { arbitrary: scalar, weight: 6 },
    { arbitrary: fc.array(tie('tree'), { maxLength: 3 }), weight: 3 },
    { arbitrary: fc.dictionary(key, tie('tree'), { maxKeys: 4 }), weight: 4 },
    { arbitrary: oddity, weight: 1 },
  ),
}));

/** A class of `cdk8s import`, to which ill-typed properties may be given: what it makes of them is just to be the same. */
type Imported = new (scope: Construct, id: string, props: never) => ApiObject;

function madeBy(kind: Imported, props: object): (chart: Chart) => ApiObject {
  return (chart) => new kind(chart, 'thing', props as never);
}

const metadata = { name: 'thing', annotations: {}, finalizers: [], labels: { app: 'thing' } };
const service = { metadata, spec: { ports: [{ port: 80, targetPort: IntOrString.fromString('http') }], selector: {} } };

describe('render', () => {
  test('gives what toJson() gives, and throws what it throws, for every value', () => {
    const fields = fc.dictionary(key, tree, { maxKeys: 3 });
    fc.assert(
      fc.property(fields, fields, ({ apiVersion: _, kind: __, ...fieldsOfProps }, fieldsOfMetadata) => {
        const props = { apiVersion: 'v1', kind: 'Thing', ...fieldsOfProps, metadata: fieldsOfMetadata };
        const [ours, stock] = bothWays((chart) => new ApiObject(chart, 'thing', props as ApiObjectProps));
        expect(ours).toEqual(stock);
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, Imported, (value: unknown) => object]>([
    ['ConfigMap', KubeConfigMap, (data) => ({ metadata, data })],
    ['Service', KubeService, (port) => ({ metadata, spec: { ports: [{ port: 80, targetPort: port }] } })],
    ['Deployment', KubeDeployment, (affinity) => ({ metadata, spec: { template: { spec: { affinity } } } })],
    ['Certificate', Certificate, (spec) => ({ metadata, spec })],
  ])('does so for objects of the imported class %s', (_, kind, propsWith) => {
    fc.assert(
      fc.property(tree, (value) => {
        const [ours, stock] = bothWays(madeBy(kind, propsWith(value)));
        expect(ours).toEqual(stock);
      }),
      { numRuns: 100 },
    );
  });

  test.each<[string, (chart: Chart) => ApiObject]>([
    ['bare', (chart) => new ApiObject(chart, 'thing', { apiVersion: 'v1', kind: 'Service', ...service })],
    ['made by an imported class', madeBy(KubeService, service)],
    ['made by an imported class of the project', madeBy(Certificate, { metadata, spec: { secretName: 'tls' } })],
    ['made by a class that extends an imported one', madeBy(class extends KubeService {}, service)],
  ])('does not ask the app for its resolvers where an object is plain and %s', (_, build) => {
    const app = new App();
    const construct = build(chartIn(app));
    const asked = vi.spyOn(App, 'of');
    const rendered = render(construct, hasUsualResolvers(app));
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
    expect(rendered).toEqual(construct.toJson());
  });

  test.each<[string, (chart: Chart) => ApiObject]>([
    [
      'a patch',
      (chart) => {
        const object = new KubeService(chart, 'thing', service);
        object.addJsonPatch(JsonPatch.add('/spec/type', 'NodePort'));
        return object;
      },
    ],
    [
      'a method of its own',
      madeBy(
        class extends KubeService {
          override toJson() {
            return { ...super.toJson(), own: true };
          }
        },
        service,
      ),
    ],
    [
      'a method of its own beside a manifest() of its own',
      madeBy(
        class KubeOther extends ApiObject {
          static manifest(props: object) {
            return { ...props, wrong: true };
          }
          override toJson() {
            const resolved = super.toJson();
            return { ...resolved, right: true };
          }
        },
        { apiVersion: 'v1', kind: 'Other', metadata },
      ),
    ],
    [
      'metadata that is added later',
      (chart) => {
        const object = new KubeService(chart, 'thing', service);
        object.metadata.addLabel('late', 'yes');
        object.metadata.addAnnotation('late', 'yes');
        object.metadata.add('generateName', Lazy.any({ produce: () => 'late' }));
        return object;
      },
    ],
  ])('gives what toJson() gives for an object with %s', (_, build) => {
    const [ours, stock] = bothWays(build);
    expect(ours).toEqual(stock);
    expect(ours).toHaveProperty('returned');
  });

  test('leaves an app with resolvers of its own to cdk8s', () => {
    const resolvers = [{ resolve: (context: ResolutionContext) => context.value === 80 && context.replaceValue(8080) }];
    const [ours, stock] = bothWays(madeBy(KubeService, service), () => new App({ resolvers }));
    expect(ours).toEqual(stock);
    expect(JSON.stringify(ours)).toContain('"port":8080');
  });
});
