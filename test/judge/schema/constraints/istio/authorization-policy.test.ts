import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('authorization policies', () => {
  const findings = findingsOnSpec('security.istio.io/v1', 'AuthorizationPolicy');

  test.each([
    [
      'action: DENY',
      [
        'missing-field spec.rules: nothing -> rules, because DENY never applies without them | Add the rules; [{}] applies to every request.',
      ],
    ],
    [
      'action: DENY, rules: []',
      [
        'missing-field spec.rules: nothing -> rules, because DENY never applies without them | Add the rules; [{}] applies to every request.',
      ],
    ],
    [
      'action: CUSTOM, provider: { name: a }',
      [
        'missing-field spec.rules: nothing -> rules, because CUSTOM never applies without them | Add the rules; [{}] applies to every request.',
      ],
    ],
    [
      'action: CUSTOM, rules: [{}]',
      [
        'missing-field spec.provider.name: nothing -> the name of an extension provider of the mesh | Add "name", the name of an extension provider of the mesh.',
      ],
    ],
    [
      'provider: { name: a }',
      [
        'value-not-allowed spec.provider: a provider, with ALLOW -> none, unless the action is CUSTOM | Set the action to CUSTOM if the provider must decide, or remove it.',
      ],
    ],
    [
      'selector: { matchLabels: { app: a } }, targetRefs: [{ kind: Service, name: a }]',
      [
        'value-not-allowed spec: a mapping with selector and targetRefs -> at most one of selector, targetRef, targetRefs | Keep one of them, and remove the others.',
      ],
    ],
    [
      'selector: { matchLabels: { app: "a*" } }',
      [
        'value-not-allowed spec.selector.matchLabels.app: "a*" -> a label without *, because selectors have no wildcards | Name one label and one value.',
      ],
    ],
    [
      'selector: { matchLabels: { "*": a } }',
      [
        'value-not-allowed spec.selector.matchLabels["*"]: "*" -> a label without *, because selectors have no wildcards | Name one label and one value.',
      ],
    ],
    [
      'selector: { matchLabels: { "": a } }',
      [
        'value-not-allowed spec.selector.matchLabels[""]: an empty key -> the key of a label | Name the label, or remove the entry.',
      ],
    ],
    [
      'targetRefs: [{ kind: Deployment, name: a }]',
      [
        'value-not-allowed spec.targetRefs[0].kind: "Deployment" -> one of Service, ServiceEntry, Gateway, GatewayClass | Use one of them.',
      ],
    ],
    [
      'targetRefs: [{ kind: Gateway, name: a }]',
      [
        'value-not-allowed spec.targetRefs[0].group: "" -> "gateway.networking.k8s.io", for a Gateway | Write "gateway.networking.k8s.io".',
      ],
    ],
    [
      'targetRefs: [{ kind: Service, name: a, namespace: b }]',
      [
        'value-not-allowed spec.targetRefs[0].namespace: "b" -> nothing, because a policy applies within its own namespace | Remove it, and put the policy into the namespace of its target.',
      ],
    ],
    [
      'targetRef: { kind: Service, group: apps, name: a }',
      ['value-not-allowed spec.targetRef.group: "apps" -> no group, for a Service | Write no group.'],
    ],
    [
      'metadata: { name: a, annotations: { istio.io/dry-run: "yes" } }, spec: {}',
      [
        'value-not-allowed metadata.annotations["istio.io/dry-run"]: "yes" -> "true" or "false" | Write "true" or "false".',
      ],
    ],
    [
      'metadata: { name: a, annotations: { istio.io/dry-run: "true" } }, spec: { action: AUDIT }',
      [
        'value-not-allowed metadata.annotations["istio.io/dry-run"]: a dry run of AUDIT -> a dry run of ALLOW or DENY | Remove it.',
      ],
    ],
    [
      'metadata: { name: a, annotations: { internal.istio.io/parents: b } }, spec: {}',
      [
        `value-not-allowed metadata.annotations["internal.istio.io/parents"]: an annotation that only Istio sets -> nothing | Remove it.`,
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [''],
    ['action: DENY, rules: [{}]'],
    [
      'targetRefs: [{ kind: Service, group: core, name: a }, { kind: Gateway, group: gateway.networking.k8s.io, name: b }]',
    ],
    ['metadata: { name: a, annotations: { istio.io/dry-run: "true" } }, spec: { action: DENY, rules: [{}] }'],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});
