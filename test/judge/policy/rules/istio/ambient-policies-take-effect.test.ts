import rule from '../../../../../lib/judge/policy/rules/istio/ambient-policies-take-effect.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access, deployment, namespace, peers, tokens } from '../../../model/istio/security-objects.js';

const ambient = namespace('{ istio.io/dataplane-mode: ambient }') + deployment();
const other = (kind: string, version: string, spec: string) =>
  `\n---\n{ apiVersion: networking.istio.io/${version}, kind: ${kind}, metadata: { name: web, namespace: apps }, spec: ${spec} }\n`;
const paths = 'rules: [{ to: [{ operation: { paths: [/] } }] }]';

ruleTester(rule, {
  ignores: {
    'pods with sidecars': namespace() + deployment() + access(paths) + other('Sidecar', 'v1', '{}'),
    'policies of a waypoint':
      ambient +
      access(`targetRefs: [{ kind: Service, name: web }], ${paths}`, 'web', 'apps', '') +
      other('EnvoyFilter', 'v1alpha3', '{ targetRefs: [{ kind: Gateway, name: a }] }'),
    'policies for both':
      ambient + deployment({ name: 'old', labels: 'istio.io/dataplane-mode: none' }) + access(paths, 'all', 'apps', ''),
    'a Sidecar where injection beats ambient':
      namespace('{ istio.io/dataplane-mode: ambient, istio-injection: enabled }') + other('Sidecar', 'v1', '{}'),
    'pods that ask for a sidecar, whatever their Namespace says':
      deployment({ labels: 'sidecar.istio.io/inject: "true"' }) + access(paths),
    'pods of the host, whatever their Namespace says': deployment({ spec: 'hostNetwork: true' }) + access(paths),
    'pods that have a sidecar, whatever their Namespace says':
      deployment({ spec: 'initContainers: [{ name: istio-proxy, image: a }]' }) + access(paths),
    'a Sidecar for other pods': ambient + other('Sidecar', 'v1', '{ workloadSelector: { labels: { app: db } } }'),
  },
  passes: {
    'accepts what ztunnel knows for pods whose Namespace may be in ambient': deployment() + peers(),
    'accepts what ztunnel knows':
      ambient +
      access(
        'rules: [{ from: [{ source: { namespaces: [a], ipBlocks: [10.0.0.0/8] } }], when: [{ key: destination.port, values: ["8080"] }] }]',
      ) +
      peers(),
  },
  notJudged: {
    'paths for pods whose Namespace may be in ambient': [
      deployment() + access(paths),
      'Namespace apps is not among the files',
    ],
    'a Sidecar for a Namespace that may be in ambient': [
      other('Sidecar', 'v1', '{}'),
      'Namespace apps is not among the files',
    ],
  },
  fails: {
    'for paths that are allowed': [
      ambient + access(paths),
      {
        path: 'spec.rules[0].to[0].operation.paths',
        got: 'paths, for web in ambient',
        effect: 'ztunnel ignores the whole rule, and refuses the callers that it allows.',
        fix: 'Attach the policy to a waypoint with targetRefs.',
      },
    ],
    'for paths that are denied': [
      ambient + access(`action: DENY, ${paths}`),
      {
        effect: 'ztunnel ignores the field, and refuses more than the rule says.',
        fix: 'Attach the policy to a waypoint with targetRefs.',
      },
    ],
    'for remote addresses and trust domains': [
      ambient +
        access(
          'rules: [{ from: [{ source: { remoteIpBlocks: [10.0.0.0/8] } }] }, { from: [{ source: { trustDomains: [a] } }] }]',
        ),
      { path: 'spec.rules[0].from[0].source', got: 'remoteIpBlocks, for web in ambient' },
      { path: 'spec.rules[1].from[0].source', got: 'trustDomains, for web in ambient' },
    ],
    'for an action that it does not know': [
      ambient + access('action: CUSTOM, rules: [{}]'),
      { path: 'spec.action', got: 'CUSTOM, for web in ambient' },
    ],
    'for DISABLE': [
      ambient + peers('{ mtls: { mode: DISABLE } }'),
      {
        got: 'DISABLE, for web in ambient',
        effect: 'ztunnel does not support DISABLE, and uses PERMISSIVE instead.',
        fix: 'Set STRICT.',
      },
    ],
    'for tokens': [
      ambient + tokens(),
      { object: 'RequestAuthentication apps/web', expected: 'targetRefs to a waypoint' },
    ],
    'for a Sidecar': [
      ambient + other('Sidecar', 'v1', '{}'),
      { got: 'Sidecar apps/web, for web in ambient', expected: 'no Sidecar there' },
    ],
    'for a Sidecar whose pods are written elsewhere': [
      namespace('{ istio.io/dataplane-mode: ambient }') + other('Sidecar', 'v1', '{}'),
      { got: 'Sidecar apps/web, for a namespace in ambient' },
    ],
    'for an EnvoyFilter': [
      ambient + other('EnvoyFilter', 'v1alpha3', '{ workloadSelector: { labels: { app: web } } }'),
      { expected: 'targetRefs to a waypoint' },
    ],
  },
});
