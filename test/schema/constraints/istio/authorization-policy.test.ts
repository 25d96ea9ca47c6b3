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
      ['value-not-allowed spec.provider: a provider, with ALLOW -> none, but for CUSTOM | Remove it.'],
    ],
    [
      'rules: [{ from: [{}] }]',
      [
        'missing-field spec.rules[0].from[0].source: nothing -> a mapping that says what the rule is about | Add "source", a mapping that says what the rule is about.',
      ],
    ],
    [
      'rules: [{ from: [{ source: {} }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source: a mapping that says nothing -> at least one of principals, notPrincipals, requestPrincipals, notRequestPrincipals, namespaces, notNamespaces, serviceAccounts, notServiceAccounts, trustDomains, notTrustDomains, ipBlocks, notIpBlocks, remoteIpBlocks, notRemoteIpBlocks | Say the source, or drop "from".',
      ],
    ],
    [
      'rules: [{ from: [{ source: { principals: [] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source: a mapping that says nothing -> at least one of principals, notPrincipals, requestPrincipals, notRequestPrincipals, namespaces, notNamespaces, serviceAccounts, notServiceAccounts, trustDomains, notTrustDomains, ipBlocks, notIpBlocks, remoteIpBlocks, notRemoteIpBlocks | Say the source, or drop "from".',
      ],
    ],
    [
      'rules: [{ to: [{}] }]',
      [
        'missing-field spec.rules[0].to[0].operation: nothing -> a mapping that says what the rule is about | Add "operation", a mapping that says what the rule is about.',
      ],
    ],
    [
      'rules: [{ to: [{ operation: {} }] }]',
      [
        'value-not-allowed spec.rules[0].to[0].operation: a mapping that says nothing -> at least one of hosts, notHosts, methods, notMethods, ports, notPorts, paths, notPaths | Say the operation, or drop "to".',
      ],
    ],
    [
      'rules: [{ when: [{ key: "" }] }]',
      [
        'missing-field spec.rules[0].when[0].key: nothing -> the attribute to compare | Add "key", the attribute to compare.',
      ],
    ],
    [
      'rules: [{ when: [{ key: source.ip }] }]',
      [
        'missing-field spec.rules[0].when[0].values: nothing -> values or notValues, for without them the condition says nothing | Add "values", values or notValues, for without them the condition says nothing.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { principals: [""] } }] }]',
      ['value-not-allowed spec.rules[0].from[0].source.principals[0]: "" -> text | Remove the empty entry.'],
    ],
    [
      'rules: [{ from: [{ source: { ipBlocks: [10.0.0.0/33] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.ipBlocks[0]: "10.0.0.0/33" -> an IP address or a network such as 10.0.0.0/8 | Correct the address.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { notRemoteIpBlocks: [a] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.notRemoteIpBlocks[0]: "a" -> an IP address or a network such as 10.0.0.0/8 | Correct the address.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { serviceAccounts: ["*"] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.serviceAccounts[0]: "*" -> serviceAccount or namespace/serviceAccount, without * | Name one service account.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { serviceAccounts: [a/b/c] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.serviceAccounts[0]: "a/b/c" -> serviceAccount or namespace/serviceAccount, without * | Name one service account.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { serviceAccounts: [/c] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.serviceAccounts[0]: "/c" -> serviceAccount or namespace/serviceAccount, without * | Name one service account.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { serviceAccounts: [a], namespaces: [b] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.serviceAccounts: serviceAccounts beside namespaces -> either service accounts, or principals and namespaces | Say all of it in one of the two.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { trustDomains: [a/b] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.trustDomains[0]: "a/b" -> a trust domain, without / | Write the part before the first /.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { notTrustDomains: ["a*b"] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.notTrustDomains[0]: "a*b" -> at most one *, first or last | Move the * to an end, or list the values.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { trustDomains: ["*a*"] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.trustDomains[0]: "*a*" -> at most one *, first or last | Move the * to an end, or list the values.',
      ],
    ],
    [
      'rules: [{ to: [{ operation: { ports: [http] } }] }]',
      [
        'value-not-allowed spec.rules[0].to[0].operation.ports[0]: "http" -> the number of a port, 0 to 65535 | Use the number that the container listens on.',
      ],
    ],
    [
      'rules: [{ to: [{ operation: { notPorts: ["65536"] } }] }]',
      [
        'value-not-allowed spec.rules[0].to[0].operation.notPorts[0]: "65536" -> the number of a port, 0 to 65535 | Use the number that the container listens on.',
      ],
    ],
    [
      'rules: [{ to: [{ operation: { hosts: [""] } }] }]',
      ['value-not-allowed spec.rules[0].to[0].operation.hosts[0]: "" -> text | Remove the empty entry.'],
    ],
    [
      'rules: [{ to: [{ operation: { paths: ["/a/{b}"] } }] }]',
      [
        'value-not-allowed spec.rules[0].to[0].operation.paths[0]: "/a/{b}" -> {*} or {**} as a whole segment, and no other braces | Give the template a segment of its own.',
      ],
    ],
    [
      'rules: [{ to: [{ operation: { paths: ["/{**}/a/{*}"] } }] }]',
      [
        'value-not-allowed spec.rules[0].to[0].operation.paths[0]: "/{**}/a/{*}" -> {**} as the last template | Move {**} to the end.',
      ],
    ],
    [
      'rules: [{ to: [{ operation: { notPaths: ["/{*}/a*"] } }] }]',
      [
        'value-not-allowed spec.rules[0].to[0].operation.notPaths[0]: "/{*}/a*" -> segments of letters, digits and URL characters, without * | Use {*} or {**} in the place of *.',
      ],
    ],
    [
      'rules: [{ when: [{ key: source.port, values: ["1"] }] }]',
      [
        'value-not-allowed spec.rules[0].when[0].key: "source.port" -> one of source.ip, remote.ip, source.namespace, source.serviceAccount, source.principal, source.trustDomain, request.auth.principal, request.auth.audiences, request.auth.presenter, destination.ip, destination.port, connection.sni, request.headers[<name>], request.auth.claims[<name>] | Use one of them.',
      ],
    ],
    [
      'rules: [{ when: [{ key: request.header, values: ["1"] }] }]',
      [
        'value-not-allowed spec.rules[0].when[0].key: "request.header" -> one of source.ip, remote.ip, source.namespace, source.serviceAccount, source.principal, source.trustDomain, request.auth.principal, request.auth.audiences, request.auth.presenter, destination.ip, destination.port, connection.sni, request.headers[<name>], request.auth.claims[<name>] | Use one of them.',
      ],
    ],
    [
      'rules: [{ when: [{ key: "request.headers[]", values: ["1"] }] }]',
      [
        'value-not-allowed spec.rules[0].when[0].key: "request.headers[]" -> request.headers[<name>] | Name the member in brackets.',
      ],
    ],
    [
      'rules: [{ when: [{ key: experimental.envoy.filters.a, values: ["1"] }] }]',
      [
        'value-not-allowed spec.rules[0].when[0].key: "experimental.envoy.filters.a" -> experimental.envoy.filters.<filter>[<key>] | Name the member in brackets.',
      ],
    ],
    [
      'rules: [{ when: [{ key: destination.namespace, values: ["1"] }] }]',
      [
        `value-not-allowed spec.rules[0].when[0].key: "destination.namespace" -> nothing, for the policy's own namespace says it | Remove the condition.`,
      ],
    ],
    [
      'rules: [{ when: [{ key: source.ip, values: [a] }] }]',
      [
        'value-not-allowed spec.rules[0].when[0].values[0]: "a" -> an IP address or a network such as 10.0.0.0/8 | Correct the address.',
      ],
    ],
    [
      'rules: [{ when: [{ key: destination.port, notValues: [a] }] }]',
      [
        'value-not-allowed spec.rules[0].when[0].notValues[0]: "a" -> the number of a port, 0 to 65535 | Use the number that the container listens on.',
      ],
    ],
    [
      'rules: [{ when: [{ key: source.principal, values: [""] }] }]',
      ['value-not-allowed spec.rules[0].when[0].values[0]: "" -> text | Remove the empty entry.'],
    ],
    [
      'action: CUSTOM, provider: { name: a }, rules: [{ from: [{ source: { principals: [a] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.principals: principals -> what a CUSTOM policy can match: addresses and the request itself | Remove it, and let the provider or a DENY policy decide by identity.',
      ],
    ],
    [
      'action: CUSTOM, provider: { name: a }, rules: [{ when: [{ key: "request.auth.claims[a]", values: [a] }] }]',
      [
        'value-not-allowed spec.rules[0].when[0].key: "request.auth.claims[a]" -> what a CUSTOM policy can match: addresses and the request itself | Remove it, and let the provider or a DENY policy decide by identity.',
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
      'action: CUSTOM, provider: { name: a }, rules: [{ from: [{ source: { ipBlocks: [10.0.0.1, "fd00::/8"] } }], when: [{ key: "request.headers[a]", values: ["*"] }] }]',
    ],
    [
      'rules: [{ from: [{ source: { serviceAccounts: [a, b/c], trustDomains: ["*.a", "*"] } }], to: [{ operation: { ports: ["0", "65535"], paths: ["/a/{*}/{**}", "/a*", "*"] } }], when: [{ key: source.serviceAccount, values: [a/b] }, { key: "experimental.envoy.filters.a[b]", notValues: [c] }, { key: connection.sni, values: ["*.a"] }] }]',
    ],
    [
      'targetRefs: [{ kind: Service, group: core, name: a }, { kind: Gateway, group: gateway.networking.k8s.io, name: b }]',
    ],
    ['metadata: { name: a, annotations: { istio.io/dry-run: "true" } }, spec: { action: DENY, rules: [{}] }'],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});
