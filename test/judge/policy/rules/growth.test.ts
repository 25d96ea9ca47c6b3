import { expect, test } from 'vitest';
import { isMapping } from '../../../../lib/formats/mapping.js';
import { evaluateCluster, finishFleet } from '../../../../lib/judge/policy/engine.js';
import type { Rule } from '../../../../lib/judge/policy/rule.js';
import { allRules } from '../../../../lib/judge/policy/rules/all.js';
import { parseManifests } from '../../../../lib/manifest/load.js';
import type { Json, JsonObject } from '../../../../lib/manifest/object.js';
import type { Resource } from '../../../../lib/manifest/resource.js';

/** More than a message lists, so that its text is as long as it gets, and more again. */
const FEW = 13;
const MANY = 20;
const GROWTH = MANY / FEW;
const CLUSTER_SCOPED = /^(Namespace|Node|Cluster.*|CustomResourceDefinition|GatewayClass|.*WebhookConfiguration)$/;

type Objects = Readonly<Record<string, readonly Resource[]>>;

interface Growth {
  readonly name: string;
  /** What a subject becomes where there are `times` of everything. */
  of(resource: Resource, times: number): readonly Resource[];
}

interface Measure {
  readonly findings: number;
  readonly longest: number;
  readonly text: number;
}

const numbers = (times: number) => Array.from({ length: times }, (_, number) => number);
const suffix = (number: number) => (number === 0 ? '' : `-${number}`);

function renamed(resource: Resource, number: number): Resource {
  const { object } = resource;
  const metadata = { ...object.metadata, name: `${object.metadata.name}${suffix(number)}` };
  return { ...resource, object: { ...object, metadata } };
}

function moved(resource: Resource, number: number): Resource {
  const { object } = resource;
  if (CLUSTER_SCOPED.test(object.kind)) return renamed(resource, number);
  const metadata = { ...object.metadata, namespace: `${object.metadata.namespace ?? 'default'}${suffix(number)}` };
  return { ...resource, object: { ...object, metadata } };
}

/** Each list of an object, several times as long: entries with names get names of their own. */
function longer(value: Json, times: number): Json {
  if (Array.isArray(value)) {
    return numbers(times).flatMap((number) =>
      value.map((entry) =>
        isMapping(entry) && typeof entry['name'] === 'string'
          ? { ...entry, name: `${entry['name']}${suffix(number)}` }
          : entry,
      ),
    );
  }
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, longer(child, times)]));
}

const everything: readonly Growth[] = [
  { name: 'objects alike', of: (resource, times) => numbers(times).map((number) => renamed(resource, number)) },
  { name: 'namespaces alike', of: (resource, times) => numbers(times).map((number) => moved(resource, number)) },
  {
    name: 'long lists',
    of: (resource, times) => {
      const { apiVersion, kind, metadata, ...rest } = resource.object;
      const grown = longer(rest as JsonObject, times) as JsonObject;
      return [{ ...resource, object: { apiVersion, kind, metadata, ...grown } }];
    },
  },
];

/** One object several times, and the others once: what one of many is judged beside. */
function single(target: Resource): Growth {
  const { kind, metadata } = target.object;
  return {
    name: `${kind} ${metadata.name} alike`,
    of: (resource, times) =>
      resource === target ? numbers(times).map((number) => renamed(resource, number)) : [resource],
  };
}

function objectsOf({ fails }: Rule): Objects {
  const clusters = typeof fails === 'string' ? { test: fails } : fails;
  return Object.fromEntries(
    Object.entries(clusters).map(([name, yaml]) => [name, parseManifests(yaml, 'a.yaml').resources]),
  );
}

function measure(rule: Rule, objects: Objects, growth: Growth, times: number): Measure {
  const { findings, crashes } = finishFleet(
    [rule],
    Object.entries(objects).map(([name, resources]) =>
      evaluateCluster([rule], { name, resources: resources.flatMap((resource) => growth.of(resource, times)) }),
    ),
  );
  expect(crashes).toEqual([]);
  const lengths = findings.map(({ got, expected, fix }) => got.length + expected.length + fix.length);
  return {
    findings: findings.length,
    longest: Math.max(0, ...lengths),
    text: lengths.reduce((sum, length) => sum + length, 0),
  };
}

/** Where more objects give more findings for each of them, or longer sentences but for the digits of a count. */
function faults(rule: Rule): readonly string[] {
  const objects = objectsOf(rule);
  const targets = Object.values(objects).flat();
  const growths = [...everything, ...(targets.length > 1 ? targets.map(single) : [])];
  return growths.flatMap((growth) => {
    const [few, many] = [measure(rule, objects, growth, FEW), measure(rule, objects, growth, MANY)];
    const where = `${rule.id}, ${growth.name}:`;
    if (many.findings > GROWTH * few.findings + 4) return [`${where} ${few.findings} findings, then ${many.findings}`];
    if (many.longest > few.longest + 24) return [`${where} ${few.longest} characters, then ${many.longest}`];
    if (many.text > 1.5 * GROWTH * few.text + 200) return [`${where} ${few.text} characters in all, then ${many.text}`];
    return [];
  });
}

test('findings of every rule grow with the objects, not with their pairs, and their sentences do not grow', () => {
  expect(allRules.flatMap(faults)).toEqual([]);
}, 300_000);

test('many Gateways for every host get one finding each', () => {
  const host = { hosts: ['*'], port: { number: 80, name: 'http', protocol: 'HTTP' } };
  const gateways = numbers(400).map((number) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: `g-${number}`, namespace: 'edge' },
    spec: { selector: { istio: 'ingress' }, servers: [host] },
  }));
  const resources = gateways.map((object, document) => ({ object, file: 'a.yaml', document }));
  const { findings } = finishFleet(allRules, [evaluateCluster(allRules, { name: 'test', resources })]);
  const apart = findings.filter(({ rule }) => rule === 'istio/gateway-hosts-are-unique');
  expect(apart).toHaveLength(400);
  expect(apart[0]?.got).toBe('* on port 80, which Gateway edge/g-1 and 398 more open for the same pods');
  expect(findings.length).toBeLessThan(5 * 400);
});
