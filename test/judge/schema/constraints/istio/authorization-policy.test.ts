import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('authorization policies', () => {
  const findings = findingsOnSpec('security.istio.io/v1', 'AuthorizationPolicy');

  test.each([
    [
      'action: DENY',
      [
        'missing-field spec.rules: nothing -> rules, for without them DENY never applies | Add the rules; [{}] applies to every request.',
      ],
    ],
    [
      'action: DENY, rules: []',
      [
        'missing-field spec.rules: nothing -> rules, for without them DENY never applies | Add the rules; [{}] applies to every request.',
      ],
    ],
    [
      'action: CUSTOM, provider: { name: a }',
      [
        'missing-field spec.rules: nothing -> rules, for without them CUSTOM never applies | Add the rules; [{}] applies to every request.',
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
        'value-not-allowed spec.provider: a provider, with ALLOW -> none, but for CUSTOM | Set the action to CUSTOM where the provider is to decide, or remove it.',
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
        'value-not-allowed spec.selector.matchLabels.app: "a*" -> a label without *, for selectors know no wildcard | Name one label and one value.',
      ],
    ],
    [
      'selector: { matchLabels: { "*": a } }',
      [
        'value-not-allowed spec.selector.matchLabels["*"]: "*" -> a label without *, for selectors know no wildcard | Name one label and one value.',
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
        'value-not-allowed spec.targetRefs[0].namespace: "b" -> nothing, for a policy applies within its own namespace | Remove it, and put the policy into the namespace of its target.',
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
        'value-not-allowed metadata.annotations["istio.io/dry-run"]: a dry run of AUDIT -> one of ALLOW or DENY | Remove it.',
      ],
    ],
    [
      'metadata: { name: a, annotations: { internal.istio.io/parents: b } }, spec: {}',
      [
        `value-not-allowed metadata.annotations["internal.istio.io/parents"]: an annotation of Istio's own -> nothing | Remove it.`,
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
