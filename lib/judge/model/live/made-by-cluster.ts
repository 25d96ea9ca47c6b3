import type { Json, ManifestObject } from '../../../manifest/object.js';
import { listAt, stringAt, stringsAt } from '../../../manifest/read.js';
import { kindOf } from '../pods/pod.js';
import { isLive } from './live-object.js';

type Test = (object: ManifestObject) => boolean;

const always: Test = () => true;
const named =
  (...names: readonly string[]): Test =>
  ({ metadata }) =>
    names.includes(metadata.name);
const labeled =
  (label: string, value?: string): Test =>
  ({ metadata }) =>
    hasEntry(stringsAt(metadata, 'labels'), label, value);
const annotated =
  (annotation: string, value?: string): Test =>
  ({ metadata }) =>
    hasEntry(stringsAt(metadata, 'annotations'), annotation, value);
const either =
  (...tests: readonly Test[]): Test =>
  (object) =>
    tests.some((test) => test(object));
const both =
  (...tests: readonly Test[]): Test =>
  (object) =>
    tests.every((test) => test(object));

function hasEntry(entries: Readonly<Record<string, string>>, key: string, value: string | undefined): boolean {
  return value === undefined ? Object.hasOwn(entries, key) : entries[key] === value;
}

/** Roles without the prefix are for users; the API server restores what it defines. */
const defaultRole = both(
  labeled('kubernetes.io/bootstrapping', 'rbac-defaults'),
  either(({ metadata }) => metadata.name.startsWith('system:'), named('admin', 'cluster-admin', 'edit', 'view')),
);

/** The default bindings to wide groups. */
const WIDE_BINDINGS: Readonly<Record<string, readonly string[]>> = {
  'cluster-admin': ['system:masters'],
  'system:basic-user': ['system:authenticated'],
  'system:discovery': ['system:authenticated'],
  'system:public-info-viewer': ['system:authenticated', 'system:unauthenticated'],
  'system:service-account-issuer-discovery': ['system:serviceaccounts'],
};

/** Whether a default binding may name a subject: a user of the system, or an account of its namespace. */
function isDefaultSubject(binding: string, subject: Json): boolean {
  const name = stringAt(subject, 'name') ?? '';
  const wide = Object.hasOwn(WIDE_BINDINGS, binding) ? WIDE_BINDINGS[binding] : undefined;
  if (wide !== undefined) return stringAt(subject, 'kind') === 'Group' && wide.includes(name);
  if (stringAt(subject, 'kind') === 'ServiceAccount') return stringAt(subject, 'namespace') === 'kube-system';
  return /^system:(?:kube-[a-z-]+|monitoring)$/.test(name);
}

/**
 * A default binding with its own role and subjects. Name and label prove nothing: a user who may write bindings can set both, and
 * can add a subject to a default one, which the API server keeps.
 */
const defaultBinding = both(defaultRole, ({ kind, metadata, ...binding }) => {
  const isInPlace =
    kind === 'RoleBinding'
      ? ['kube-system', 'kube-public'].includes(metadata.namespace ?? '')
      : stringAt(binding, 'roleRef', 'name') === metadata.name;
  return isInPlace && listAt(binding, 'subjects').every((subject) => isDefaultSubject(metadata.name, subject));
});

/** The Service by which pods reach the API server, and its endpoints. */
const apiServer = both(named('kubernetes'), ({ metadata }) => metadata.namespace === 'default');

/** Fields that the server and its controllers write to each object. */
const SYSTEM_METADATA = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
  'selfLink',
]);

/** Nobody has set anything on it. */
const untouched: Test = ({ metadata, ...rest }) =>
  Object.keys(rest).every((key) => key === 'apiVersion' || key === 'kind') &&
  Object.keys(metadata).every((key) => SYSTEM_METADATA.has(key));

/**
 * What the API server and its controllers make in every cluster, by kind.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
 * @see https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
 */
const MADE: Readonly<Record<string, Test>> = {
  ConfigMap: either(
    named('kube-root-ca.crt'),
    both(
      named('extension-apiserver-authentication', 'kube-apiserver-legacy-service-account-token-tracking'),
      ({ metadata }) => metadata.namespace === 'kube-system',
    ),
  ),
  Endpoints: either(
    labeled('endpoints.kubernetes.io/managed-by', 'endpoint-controller'),
    annotated('endpoints.kubernetes.io/last-change-trigger-time'),
    apiServer,
  ),
  Event: always,
  Service: apiServer,
  ServiceAccount: both(named('default'), untouched),
  'apiregistration.k8s.io/APIService': labeled('kube-aggregator.kubernetes.io/automanaged'),
  'apps/ControllerRevision': always,
  'coordination.k8s.io/Lease': always,
  'discovery.k8s.io/EndpointSlice': either(
    labeled('endpointslice.kubernetes.io/managed-by', 'endpointslice-controller.k8s.io'),
    labeled('endpointslice.kubernetes.io/managed-by', 'endpointslicemirroring-controller.k8s.io'),
    apiServer,
  ),
  'events.k8s.io/Event': always,
  'flowcontrol.apiserver.k8s.io/FlowSchema': annotated('apf.kubernetes.io/autoupdate-spec', 'true'),
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration': annotated('apf.kubernetes.io/autoupdate-spec', 'true'),
  'networking.k8s.io/IPAddress': labeled('ipaddress.kubernetes.io/managed-by', 'ipallocator.k8s.io'),
  'networking.k8s.io/ServiceCIDR': named('kubernetes'),
  'rbac.authorization.k8s.io/ClusterRole': defaultRole,
  'rbac.authorization.k8s.io/ClusterRoleBinding': defaultBinding,
  'rbac.authorization.k8s.io/Role': defaultRole,
  'rbac.authorization.k8s.io/RoleBinding': defaultBinding,
  'scheduling.k8s.io/PriorityClass': named('system-cluster-critical', 'system-node-critical'),
  'storage.k8s.io/CSINode': always,
  'storage.k8s.io/CSIStorageCapacity': always,
  'storage.k8s.io/VolumeAttachment': always,
};

/** What the server computes when it is asked. It has no uid, and nobody can create it. */
const COMPUTED: Readonly<Record<string, Test>> = {
  ComponentStatus: (object) => listAt(object, 'conditions').length > 0,
  'metrics.k8s.io/NodeMetrics': always,
  'metrics.k8s.io/PodMetrics': always,
};

/** Whether the cluster itself made an object, such as an Event or a default role. */
export function isMadeByCluster(object: ManifestObject): boolean {
  const kind = kindOf(object);
  return testOf(COMPUTED, kind)(object) || (isLive(object) && testOf(MADE, kind)(object));
}

function testOf(tests: Readonly<Record<string, Test>>, kind: string): Test {
  return (Object.hasOwn(tests, kind) && tests[kind]) || (() => false);
}
