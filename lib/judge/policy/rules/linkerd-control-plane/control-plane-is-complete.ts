import { Field, type Violation } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import { shown } from '../../../../manifest/shown.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { CONTROL_PLANE_NS_LABEL } from '../../../model/linkerd-control-plane/control-plane.js';
import { COMPONENTS, type ControlPlaneInstall, everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { IDENTITY_BUNDLE } from '../../../model/trust/anchors.js';
import { missingObjects, OUTDATED } from '../../linkerd/control-plane-objects.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

interface Group {
  readonly kind: string;
  /** Empty for kinds without a namespace. */
  readonly namespace: string;
  readonly names: readonly string[];
  /** What happens without them. */
  readonly effect: string;
  /** Whether `linkerd check` finds them only by their label. */
  readonly labelled?: true;
}

const RBAC = 'rbac.authorization.k8s.io';
const WEBHOOKS = 'admissionregistration.k8s.io';

/**
 * What must exist, and with which name, besides the Custom Resource Definitions.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/pkg/healthcheck/healthcheck.go
 */
function groupsOf({ namespace, values }: ControlPlaneInstall, cluster: ClusterIndex): readonly Group[] {
  const accounts = COMPONENTS.map((component) => `linkerd-${component}`);
  const heartbeat = values?.['disableHeartBeat'] === true ? [] : ['linkerd-heartbeat'];
  const roles = COMPONENTS.map((component) => `linkerd-${namespace}-${component}`);
  const bundle = cluster.find('trust.cert-manager.io/Bundle', '', IDENTITY_BUNDLE) === undefined;
  return [
    { kind: 'Namespace', namespace: '', names: [namespace], effect: 'Nothing of the control plane can be created.' },
    {
      kind: 'ServiceAccount',
      namespace,
      names: [...accounts, ...heartbeat],
      effect: 'No pod of the account starts.',
      labelled: true,
    },
    {
      kind: `${RBAC}/ClusterRole`,
      namespace: '',
      names: [...roles, 'linkerd-policy'],
      effect: 'The controllers cannot read anything, and do not become ready.',
      labelled: true,
    },
    {
      kind: `${RBAC}/ClusterRoleBinding`,
      namespace: '',
      names: [...roles, 'linkerd-destination-policy'],
      effect: 'The controllers cannot read anything, and do not become ready.',
      labelled: true,
    },
    {
      kind: 'ConfigMap',
      namespace,
      names: ['linkerd-config', ...(bundle ? [IDENTITY_BUNDLE] : [])],
      effect: 'Pods that mount it do not start.',
    },
    { kind: 'apps/Deployment', namespace, names: accounts, effect: 'No proxy starts without all three.' },
    {
      kind: 'Service',
      namespace,
      names: ['linkerd-dst-headless', 'linkerd-identity-headless', 'linkerd-policy'],
      effect: 'The proxies dial these names, and do not become ready without them.',
    },
    {
      kind: `${WEBHOOKS}/MutatingWebhookConfiguration`,
      namespace: '',
      names: ['linkerd-proxy-injector-webhook-config'],
      effect: 'No pod gets a proxy.',
      labelled: true,
    },
    {
      kind: `${WEBHOOKS}/ValidatingWebhookConfiguration`,
      namespace: '',
      names: ['linkerd-policy-validator-webhook-config', 'linkerd-sp-validator-webhook-config'],
      effect: 'Invalid policies are accepted silently.',
      labelled: true,
    },
  ];
}

const rbac = (name: string, role: string, account: string) => `---
apiVersion: ${RBAC}/v1
kind: ClusterRole
metadata: { name: ${role}, labels: { linkerd.io/control-plane-ns: linkerd } }
---
apiVersion: ${RBAC}/v1
kind: ClusterRoleBinding
metadata: { name: ${name}, labels: { linkerd.io/control-plane-ns: linkerd } }
roleRef: { apiGroup: ${RBAC}, kind: ClusterRole, name: ${role} }
subjects: [{ kind: ServiceAccount, name: ${account}, namespace: linkerd }]
`;
const named = (apiVersion: string, kind: string, name: string, namespaced = true) => `---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}${namespaced ? ', namespace: linkerd' : ''}, labels: { linkerd.io/control-plane-ns: linkerd } }
`;
const deployment = (component: string) => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: linkerd-${component}, namespace: linkerd, labels: { linkerd.io/control-plane-component: ${component} } }
spec: { template: { spec: { serviceAccountName: linkerd-${component}, containers: [{ name: ${component} }] } } }
`;
const COMPLETE = [
  named('v1', 'Namespace', 'linkerd', false),
  ...[...COMPONENTS, 'heartbeat'].map((name) => named('v1', 'ServiceAccount', `linkerd-${name}`)),
  ...COMPONENTS.map((name) => rbac(`linkerd-linkerd-${name}`, `linkerd-linkerd-${name}`, `linkerd-${name}`)),
  rbac('linkerd-destination-policy', 'linkerd-policy', 'linkerd-destination'),
  ...['linkerd-config', IDENTITY_BUNDLE].map((name) => named('v1', 'ConfigMap', name)),
  ...COMPONENTS.map(deployment),
  ...['linkerd-dst-headless', 'linkerd-identity-headless', 'linkerd-policy'].map((name) =>
    named('v1', 'Service', name),
  ),
  named(`${WEBHOOKS}/v1`, 'MutatingWebhookConfiguration', 'linkerd-proxy-injector-webhook-config', false),
  ...['linkerd-policy-validator-webhook-config', 'linkerd-sp-validator-webhook-config'].map((name) =>
    named(`${WEBHOOKS}/v1`, 'ValidatingWebhookConfiguration', name, false),
  ),
];

export default defineRule({
  id: 'linkerd-control-plane/control-plane-is-complete',
  severity: 'error',
  scope: 'cluster',
  summary: 'Every object of a Linkerd control plane exists, with the name and the label that Linkerd looks for.',
  rationale:
    'Linkerd finds its own objects by name, and its command line also by a label. If one is missing, pods never become ready or start without a proxy.',
  source: 'https://linkerd.io/2-edge/reference/cli/check/',
  appliesTo: ['apps/Deployment'],
  reads: [
    'ConfigMap',
    'Namespace',
    'Service',
    'ServiceAccount',
    'admissionregistration.k8s.io/MutatingWebhookConfiguration',
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
    'rbac.authorization.k8s.io/ClusterRole',
    'rbac.authorization.k8s.io/ClusterRoleBinding',
    'trust.cert-manager.io/Bundle',
  ],
  passes: COMPLETE.join(''),
  fails: COMPLETE.filter((object) => !object.includes('kind: MutatingWebhookConfiguration')).join(''),
  about: everyInstall,
  *check(install, cluster) {
    if (install.outdated) {
      yield notJudged(OUTDATED, install.anchor);
      return;
    }
    for (const { kind, namespace, names, effect, labelled } of groupsOf(install, cluster)) {
      const found = names.map((name) => ({ name, resource: cluster.find(kind, namespace, name) }));
      const absent = found.flatMap(({ name, resource }) => (resource === undefined ? [name] : []));
      yield* missingObjects(install, kind, absent, effect);
      if (labelled === undefined) continue;
      for (const { resource } of found) {
        if (resource !== undefined) yield* unlabelled(resource, install);
      }
    }
  },
});

function* unlabelled(resource: Resource, { namespace }: ControlPlaneInstall): Iterable<Violation> {
  const label = Field.of(resource).at('metadata', 'labels', CONTROL_PLANE_NS_LABEL);
  if (label.text === namespace) return;
  yield label.violation({
    got: shown(label.text),
    expected: namespace,
    effect: '`linkerd check` and `linkerd uninstall` do not find the object without it.',
    fix: 'Set the label.',
  });
}
