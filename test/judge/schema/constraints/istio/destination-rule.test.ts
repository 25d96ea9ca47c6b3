import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('destination rules', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'DestinationRule');

  test.each([
    [
      'host: a_b',
      [
        'value-not-allowed spec.host: "a_b" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'host: ""',
      [
        'value-not-allowed spec.host: "" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'host: a.1',
      [
        'value-not-allowed spec.host: "a.1" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'host: a.*.b',
      [
        'value-not-allowed spec.host: "a.*.b" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'host: a, exportTo: [a_b]',
      ['value-not-allowed spec.exportTo[0]: "a_b" -> a namespace, . or * | Correct the entry.'],
    ],
    [
      'host: a, exportTo: [b, b]',
      ['value-not-allowed spec.exportTo[1]: "b" again -> each namespace once | Remove one of the two.'],
    ],
    [
      'host: a, exportTo: [., shop]',
      ['value-not-allowed spec.exportTo[1]: "shop" again -> each namespace once | Remove one of the two.'],
    ],
    [
      'host: a, exportTo: ["*", b]',
      ['value-not-allowed spec.exportTo[0]: "*" together with others -> no other entry | Remove it or the others.'],
    ],
    [
      'host: a, exportTo: ["~"]',
      ['value-not-allowed spec.exportTo[0]: "~" -> a namespace, . or * | Correct the entry.'],
    ],
    [
      'host: a, exportTo: ["*"], workloadSelector: { matchLabels: { app: a } }',
      [
        'value-not-allowed spec.exportTo[0]: "*", with a workloadSelector -> only ., because the selector applies within the namespace | Remove the entry, or the workloadSelector.',
      ],
    ],
    [
      'host: a, workloadSelector: { matchLabels: { app: "*" } }',
      [
        'value-not-allowed spec.workloadSelector.matchLabels.app: "*" -> a label without *, because selectors have no wildcards | Name one label and one value.',
      ],
    ],
    [
      'host: a, trafficPolicy: {}',
      [
        'value-not-allowed spec.trafficPolicy: a policy with none of them -> one of connectionPool, loadBalancer, outlierDetection, tls, portLevelSettings, proxyProtocol, retryBudget, tunnel | Add one of them, or remove the field.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tunnel: { targetHost: b, targetPort: 80 }, proxyProtocol: {} }',
      [
        'value-not-allowed spec.trafficPolicy.tunnel: a tunnel together with proxyProtocol -> one of them | Remove one of the two.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tunnel: { targetHost: b, targetPort: 80, protocol: GET } }',
      ['value-not-allowed spec.trafficPolicy.tunnel.protocol: "GET" -> CONNECT or POST | Use one of them.'],
    ],
    [
      'host: a, trafficPolicy: { tunnel: { targetHost: "*.b", targetPort: 80 } }',
      [
        'value-not-allowed spec.trafficPolicy.tunnel.targetHost: "*.b" -> a DNS name without a wildcard, or an IP address | Correct the host.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tunnel: { targetHost: b, targetPort: 0 } }',
      ['value-not-allowed spec.trafficPolicy.tunnel.targetPort: 0 -> at least 1 | Use at least 1.'],
    ],
    [
      'host: a, trafficPolicy: { portLevelSettings: [{ port: { number: 80 } }] }',
      [
        'value-not-allowed spec.trafficPolicy.portLevelSettings[0]: settings with none of them -> one of connectionPool, loadBalancer, outlierDetection, tls | Add one of them, or remove it.',
      ],
    ],
    [
      'host: a, trafficPolicy: { outlierDetection: { consecutiveLocalOriginFailures: 5 } }',
      [
        'value-not-allowed spec.trafficPolicy.outlierDetection.consecutiveLocalOriginFailures: 5, without splitExternalLocalOriginErrors -> splitExternalLocalOriginErrors: true with it, because otherwise they are not counted separately | Add splitExternalLocalOriginErrors: true.',
      ],
    ],
    [
      'host: a, trafficPolicy: { outlierDetection: { minHealthPercent: 101 } }',
      ['value-not-allowed spec.trafficPolicy.outlierDetection.minHealthPercent: 101 -> at most 100 | Use at most 100.'],
    ],
    [
      'host: a, subsets: [{ name: a_b }]',
      [
        'value-not-allowed spec.subsets[0].name: "a_b" -> at most 63 letters, digits and -, with a letter or digit at both ends | Rename the subset.',
      ],
    ],
    [
      'host: a, subsets: [{ name: "" }]',
      [
        'missing-field spec.subsets[0].name: nothing -> the name that routes use | Add "name", the name that routes use.',
      ],
    ],
    [
      'host: a, subsets: [{ name: b }, { name: b }]',
      [
        'duplicate-key spec.subsets[1].name: "b" again -> a name that no other subset has | Rename or remove one of the two.',
      ],
    ],
    [
      'host: a, subsets: [{ name: b, labels: { a: "b c" } }]',
      [
        'value-not-allowed spec.subsets[0].labels.a: "b c" -> empty, or at most 63 letters, digits, -, _ and ., with a letter or digit at both ends | Name the value of a label.',
      ],
    ],
    [
      'host: a, subsets: [{ name: b, labels: { "a b": c } }]',
      [
        'value-not-allowed spec.subsets[0].labels["a b"]: the key "a b" -> an optional DNS name and /, then at most 63 letters, digits, -, _ and ., with a letter or digit at both ends | Rename the key.',
      ],
    ],
    [
      'host: a, subsets: [{ name: b, trafficPolicy: {} }]',
      [
        'value-not-allowed spec.subsets[0].trafficPolicy: a policy with none of them -> one of connectionPool, loadBalancer, outlierDetection, tls, portLevelSettings, proxyProtocol, retryBudget, tunnel | Add one of them, or remove the field.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    ['host: "*.Shop.svc.cluster.local.", exportTo: [., other]'],
    ['host: "*"'],
    ['host: a, workloadSelector: { matchLabels: { app: a } }, exportTo: [.]'],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});
