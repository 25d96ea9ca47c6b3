import { Field, type FieldFault } from '../../../../manifest/field.js';
import { objectLabel } from '../../../../manifest/object.js';
import { stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  type AccessRule,
  actionOf,
  type HttpPart,
  httpPartsOf,
  rulesOf,
  says,
  sourcesOf,
} from '../../../model/istio/access-rules.js';
import { DATAPLANE_MODE, INJECT, INJECTION, injectionOf, REVISION } from '../../../model/istio/injection.js';
import { modeIn } from '../../../model/istio/peer-authentication.js';
import {
  AUTHORIZATION_POLICY,
  hasTargets,
  PEER_AUTHENTICATION,
  podsSelectedBy,
  REQUEST_AUTHENTICATION,
  selectorOf,
} from '../../../model/istio/selectors.js';
import { ENVOY_FILTER, SIDECAR } from '../../../model/istio/traffic-kinds.js';
import { kindOf, namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { matchesLabels } from '../../../model/selector.js';
import { notJudged, type Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const WAYPOINT = 'targetRefs to a waypoint';

/** What to write, and what happens otherwise, for kinds that no pod of ambient reads. */
const UNREAD: Readonly<Record<string, Pick<FieldFault, 'expected' | 'effect' | 'fix'>>> = {
  [SIDECAR]: {
    expected: 'no Sidecar there',
    effect: 'These pods have no sidecar to read it: what it closes stays open.',
    fix: 'Remove it, and close egress with a NetworkPolicy.',
  },
  [ENVOY_FILTER]: {
    expected: WAYPOINT,
    effect: 'These pods have no sidecar to read it: what it limits is not limited.',
    fix: 'Attach it to a waypoint with targetRefs.',
  },
  [REQUEST_AUTHENTICATION]: {
    expected: WAYPOINT,
    effect: 'ztunnel reads no tokens, so none is checked.',
    fix: 'Attach it to a waypoint with targetRefs.',
  },
};

interface AmbientPolicy {
  readonly resource: Resource;
  /** The pod or namespace that it is for, as messages name it. */
  readonly subject: string;
  /** The Namespace that decides whether that is in ambient, if it is not among the files. */
  readonly unknown: string | undefined;
}

export default defineRule<AmbientPolicy>({
  id: 'istio/ambient-policies-take-effect',
  severity: 'warning',
  scope: 'object',
  summary: 'Policies on ambient pods use only fields that ztunnel enforces.',
  rationale:
    'ztunnel handles connections, not requests: it ignores what a policy says about HTTP, and it reads no Sidecar, EnvoyFilter or RequestAuthentication. A waypoint does.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0167/',
  appliesTo: [AUTHORIZATION_POLICY, ENVOY_FILTER, PEER_AUTHENTICATION, REQUEST_AUTHENTICATION, SIDECAR],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('ports: ["8080"]'),
  fails: example('methods: [GET]'),
  about: (resource, cluster) => {
    const policy = ambientPolicy(resource, cluster);
    return policy === undefined ? [] : [policy];
  },
  *check({ resource, subject, unknown }) {
    const faults = faultsOf(resource, subject);
    if (unknown === undefined) yield* faults;
    else if (faults.length > 0) yield notJudged(`Namespace ${unknown} is not among the files`);
  },
});

/** The policy for ambient that an object is; undefined if it is for no ambient pod, or for pods with sidecars too. */
function ambientPolicy(resource: Resource, cluster: ClusterIndex): AmbientPolicy | undefined {
  if (hasTargets(resource)) return undefined;
  const kind = kindOf(resource.object);
  const isForSidecars = kind === SIDECAR || kind === ENVOY_FILTER;
  const pods = isForSidecars ? podsOf(resource, cluster) : podsSelectedBy(resource, cluster);
  const [first] = pods;
  if (first !== undefined) {
    const unknown = pods.find((pod) => mayBeAmbient(pod, cluster))?.namespace;
    const isAmbient = pods.every((pod) => mayBeAmbient(pod, cluster) || injectionOf(pod, cluster).mode === 'ambient');
    return isAmbient ? { resource, subject: first.resource.object.metadata.name, unknown } : undefined;
  }
  if (!isForSidecars || Field.of(resource).at('spec', 'workloadSelector').mapping !== undefined) return undefined;
  const namespace = namespaceOf(resource);
  const found = cluster.namespace(namespace);
  if (found === undefined) return { resource, subject: 'a namespace', unknown: namespace };
  return isAmbientNamespace(found) ? { resource, subject: 'a namespace', unknown: undefined } : undefined;
}

/** Whether only the labels of the Namespace, which is not among the files, tell if pods are in ambient. */
function mayBeAmbient(pod: PodTemplate, cluster: ClusterIndex): boolean {
  if (cluster.namespace(pod.namespace) !== undefined || pod.spec['hostNetwork'] === true) return false;
  if (pod.containers.some(({ name }) => name === 'istio-proxy')) return false;
  return [DATAPLANE_MODE, INJECT, REVISION].every((label) => pod.labels[label] === undefined);
}

/** The pods of its own namespace that an object selects; what an object of the root namespace does elsewhere is not judged. */
function podsOf(resource: Resource, cluster: ClusterIndex): readonly PodTemplate[] {
  const labels = selectorOf(resource) ?? {};
  return cluster.podsIn(namespaceOf(resource)).filter((pod) => matchesLabels(labels, pod.labels));
}

/** Whether the pods of a namespace, which may be in other files, are in ambient. */
function isAmbientNamespace({ object }: Resource): boolean {
  const labels = stringsAt(object, 'metadata', 'labels');
  const injected = labels[INJECTION] === 'enabled' || labels[REVISION] !== undefined;
  return labels[DATAPLANE_MODE] === 'ambient' && !injected;
}

function faultsOf(resource: Resource, subject: string): readonly Outcome[] {
  const kind = kindOf(resource.object);
  const unread = UNREAD[kind];
  if (unread !== undefined) {
    const got = `${objectLabel(resource.object)}, for ${subject} in ambient`;
    return [
      Field.of(resource)
        .at('spec')
        .violation({ got, ...unread }),
    ];
  }
  return [...(kind === AUTHORIZATION_POLICY ? accessFaults(resource, subject) : disabledMtls(resource, subject))];
}

function* disabledMtls(resource: Resource, subject: string): Iterable<Outcome> {
  const spec = Field.of(resource).at('spec');
  const blocks = [spec.at('mtls'), ...spec.at('portLevelMtls').entries.map(([, block]) => block)];
  if (!blocks.some((block) => modeIn(block) === 'DISABLE')) return;
  yield spec.violation({
    got: `DISABLE, for ${subject} in ambient`,
    expected: 'STRICT',
    effect: 'ztunnel does not support DISABLE, and uses PERMISSIVE instead.',
    fix: 'Set STRICT.',
  });
}

function* accessFaults(resource: Resource, subject: string): Iterable<Outcome> {
  const action = actionOf(resource);
  if (action === 'CUSTOM' || action === 'AUDIT') {
    yield Field.of(resource)
      .at('spec', 'action')
      .violation({
        got: `${action}, for ${subject} in ambient`,
        expected: `ALLOW or DENY, or ${WAYPOINT}`,
        effect: 'ztunnel ignores the policy.',
        fix: 'Attach it to a waypoint with targetRefs.',
      });
    return;
  }
  for (const rule of rulesOf(resource)) {
    const part = unenforcedPart(rule);
    if (part === undefined) continue;
    yield part.field.violation({
      got: `${part.name}, for ${subject} in ambient`,
      expected: `principals, namespaces, addresses and ports, or ${WAYPOINT}`,
      effect:
        action === 'ALLOW'
          ? 'ztunnel ignores the whole rule, and refuses the callers that it allows.'
          : 'ztunnel ignores the field, and refuses more than the rule says.',
      fix: 'Attach the policy to a waypoint with targetRefs.',
    });
  }
}

function unenforcedPart(rule: AccessRule): HttpPart | undefined {
  const [part] = httpPartsOf(rule);
  if (part !== undefined) return part;
  for (const name of ['remoteIpBlocks', 'trustDomains']) {
    const field = sourcesOf(rule).find((source) => says(source, name));
    if (field !== undefined) return { field, name };
  }
  return undefined;
}

function example(operation: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio.io/dataplane-mode: ambient } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec: { rules: [{ from: [{ source: { principals: [cluster.local/ns/edge/sa/gateway] } }], to: [{ operation: { ${operation} } }] }] }
`;
}
