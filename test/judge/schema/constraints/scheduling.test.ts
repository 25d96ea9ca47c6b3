import { describe, expect, test } from 'vitest';
import { onPod } from './pod-findings.js';

const onSpec = (fields: string) => onPod(`{ containers: [{ name: a, image: a }], ${fields} }`);

const KEY =
  'an optional DNS name and /, then at most 63 letters, digits, -, _ and ., with a letter or digit at both ends';
const VALUE = 'empty, or at most 63 letters, digits, -, _ and ., with a letter or digit at both ends';
const TOPOLOGY = 'the node label whose values divide the nodes, such as topology.kubernetes.io/zone';

describe('tolerations', () => {
  test.each([
    ['{}', 'operator: nothing, which means Equal -> Exists, because there is no key'],
    ["{ key: '', operator: Equal }", 'operator: "Equal" -> Exists, because there is no key'],
    ['{ key: a b }', `key: "a b" -> ${KEY}`],
    ['{ key: a, value: b c }', `value: "b c" -> ${VALUE}`],
    ['{ key: a, operator: Exists, value: b }', 'value: "b" -> none, for Exists'],
    ['{ key: a, operator: Gt, value: many }', 'value: "many" -> an integer in quotes, for Gt'],
    [
      '{ key: a, tolerationSeconds: 1 }',
      'effect: nothing, which means all effects -> NoExecute, because tolerationSeconds is set',
    ],
    [
      '{ key: a, effect: NoSchedule, tolerationSeconds: 1 }',
      'effect: "NoSchedule" -> NoExecute, because tolerationSeconds is set',
    ],
  ])('fails %s', async (toleration, found) => {
    expect(await onSpec(`tolerations: [${toleration}]`)).toEqual([
      `schema/value-not-allowed spec.tolerations[0].${found}`,
    ]);
  });

  test.each([
    "{ key: '', operator: Exists, value: '', effect: '' }",
    "{ key: a, operator: '', value: b }",
    '{ key: example.com/a, operator: Exists, effect: NoExecute, tolerationSeconds: 0 }',
    '{ key: a, operator: Lt, value: "-7" }',
  ])('accepts %s', async (toleration) => expect(await onSpec(`tolerations: [${toleration}]`)).toEqual([]));
});

describe('spread constraints', () => {
  const spread = (fields: object) =>
    JSON.stringify({ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', ...fields });

  test.each([
    [{ maxSkew: 0 }, 'value-not-allowed', 'maxSkew: 0 -> at least 1'],
    [{ topologyKey: '' }, 'missing-field', `topologyKey: nothing -> ${TOPOLOGY}`],
    [{ minDomains: 0 }, 'value-not-allowed', 'minDomains: 0 -> at least 1'],
    [
      { whenUnsatisfiable: 'ScheduleAnyway', minDomains: 2 },
      'value-not-allowed',
      'minDomains: 2 -> nothing, because whenUnsatisfiable is not DoNotSchedule',
    ],
    [{ matchLabelKeys: ['a b'], labelSelector: {} }, 'value-not-allowed', `matchLabelKeys[0]: "a b" -> ${KEY}`],
    [
      { matchLabelKeys: ['a'] },
      'value-not-allowed',
      'matchLabelKeys: keys, without a labelSelector -> a labelSelector with them',
    ],
    [
      { labelSelector: { matchLabels: { a: 'b c' } } },
      'value-not-allowed',
      `labelSelector.matchLabels.a: "b c" -> ${VALUE}`,
    ],
  ])('fails %j', async (fields, rule, found) => {
    expect(await onSpec(`topologySpreadConstraints: [${spread(fields)}]`)).toEqual([
      `schema/${rule} spec.topologySpreadConstraints[0].${found}`,
    ]);
  });

  test('fails two for the same key and action, and accepts another action', async () => {
    const two = (fields: object) => onSpec(`topologySpreadConstraints: [${spread({})}, ${spread(fields)}]`);
    expect(await two({ maxSkew: 2 })).toEqual([
      'schema/duplicate-key spec.topologySpreadConstraints[1].topologyKey: "zone" and "DoNotSchedule" again -> a topologyKey and whenUnsatisfiable that spec.topologySpreadConstraints[0] does not have',
    ]);
    expect(await two({ whenUnsatisfiable: 'ScheduleAnyway' })).toEqual([]);
    expect(await two({ topologyKey: 'host', minDomains: 2, labelSelector: {}, matchLabelKeys: ['a'] })).toEqual([]);
  });
});

describe('affinities', () => {
  const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
  const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

  test.each([
    ['nodeSelector: { "a b": c }', 'nodeSelector["a b"]', `the key "a b" -> ${KEY}`],
    [
      `affinity: { podAffinity: { ${REQUIRED}: [{ topologyKey: a b }] } }`,
      `affinity.podAffinity.${REQUIRED}[0].topologyKey`,
      `"a b" -> ${KEY}`,
    ],
    [
      `affinity: { podAntiAffinity: { ${PREFERRED}: [{ weight: 101, podAffinityTerm: { topologyKey: a } }] } }`,
      `affinity.podAntiAffinity.${PREFERRED}[0].weight`,
      '101 -> at most 100',
    ],
    [
      `affinity: { podAntiAffinity: { ${PREFERRED}: [{ weight: 1, podAffinityTerm: { topologyKey: a, labelSelector: { matchExpressions: [{ key: b, operator: In }] } } }] } }`,
      `affinity.podAntiAffinity.${PREFERRED}[0].podAffinityTerm.labelSelector.matchExpressions[0].values`,
      'no value -> at least one value, for In',
    ],
    [
      `affinity: { podAffinity: { ${REQUIRED}: [{ topologyKey: a, namespaceSelector: { matchLabels: { a: b c } } }] } }`,
      `affinity.podAffinity.${REQUIRED}[0].namespaceSelector.matchLabels.a`,
      `"b c" -> ${VALUE}`,
    ],
    [
      `affinity: { nodeAffinity: { ${REQUIRED}: { nodeSelectorTerms: [{ matchExpressions: [{ key: a, operator: Gt, values: ["1", "2"] }] }] } } }`,
      `affinity.nodeAffinity.${REQUIRED}.nodeSelectorTerms[0].matchExpressions[0].values`,
      '2 values -> one value, for Gt',
    ],
    [
      `affinity: { nodeAffinity: { ${REQUIRED}: { nodeSelectorTerms: [{ matchExpressions: [{ key: a, operator: In, values: [b c] }] }] } } }`,
      `affinity.nodeAffinity.${REQUIRED}.nodeSelectorTerms[0].matchExpressions[0].values[0]`,
      `"b c" -> ${VALUE}`,
    ],
    [
      `affinity: { nodeAffinity: { ${PREFERRED}: [{ weight: 1, preference: { matchExpressions: [{ key: a, operator: Exists, values: [b] }] } }] } }`,
      `affinity.nodeAffinity.${PREFERRED}[0].preference.matchExpressions[0].values`,
      'values -> none, for Exists',
    ],
    [
      `affinity: { nodeAffinity: { ${PREFERRED}: [{ weight: 0, preference: {} }] } }`,
      `affinity.nodeAffinity.${PREFERRED}[0].weight`,
      '0 -> at least 1',
    ],
  ])('fails %s', async (fields, path, found) => {
    expect(await onSpec(fields)).toEqual([`schema/value-not-allowed spec.${path}: ${found}`]);
  });

  test('fails a term without a topology key, one with a namespace that cannot exist, and no term', async () => {
    const podAffinity = (term: string) => onSpec(`affinity: { podAffinity: { ${REQUIRED}: [${term}] } }`);
    expect(await podAffinity("{ topologyKey: '' }")).toEqual([
      `schema/missing-field spec.affinity.podAffinity.${REQUIRED}[0].topologyKey: nothing -> ${TOPOLOGY}`,
    ]);
    expect(await podAffinity('{ topologyKey: a, namespaces: [A] }')).toEqual([
      `schema/invalid-name spec.affinity.podAffinity.${REQUIRED}[0].namespaces[0]: "A" -> at most 63 of a-z, 0-9 and -, with a letter or digit at both ends`,
    ]);
    expect(await onSpec(`affinity: { nodeAffinity: { ${REQUIRED}: { nodeSelectorTerms: [] } } }`)).toEqual([
      `schema/missing-field spec.affinity.nodeAffinity.${REQUIRED}.nodeSelectorTerms: nothing -> at least one term`,
    ]);
  });

  test('accepts labels that a preferred node cannot have, as the API server does', async () => {
    const preference = '{ matchExpressions: [{ key: a, operator: In, values: [b c] }] }';
    expect(
      await onSpec(`affinity: { nodeAffinity: { ${PREFERRED}: [{ weight: 1, preference: ${preference} }] } }`),
    ).toEqual([]);
  });
});
