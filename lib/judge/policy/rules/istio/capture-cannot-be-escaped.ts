import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { booleanAt, numberAt, stringListAt } from '../../../../manifest/read.js';
import { autoContainer, hasSidecar } from '../../../model/istio/injection.js';
import { type Container, POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const PROXY_ID = 1337;
const NETWORK = ['NET_ADMIN', 'NET_RAW', 'SYS_ADMIN', 'ALL'];

export default defineRule({
  id: 'istio/capture-cannot-be-escaped',
  severity: 'error',
  scope: 'object',
  summary: 'No container beside a sidecar runs as the proxy does, or may change the network of the pod.',
  rationale:
    'Traffic of user and group 1337 is taken for that of the proxy and not captured; and who may change iptables, or send raw packets, takes the capture away.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0144/',
  appliesTo: POD_KINDS,
  passes: example('runAsUser: 1000'),
  fails: example('runAsUser: 1337'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || !hasSidecar(pod, cluster) || autoContainer(pod) !== undefined) return;
    yield* proxyIds(pod.spec['securityContext'], at(pod.specPath, 'securityContext'));
    for (const container of pod.containers) {
      // Those of the mesh itself, where they stand in the manifest.
      if (container.name.startsWith('istio-')) continue;
      yield* proxyIds(container.spec['securityContext'], at(container.path, 'securityContext'));
      yield* networkRights(container);
    }
  },
});

function* proxyIds(context: Container['spec'][string] | undefined, path: string): Iterable<Fault> {
  for (const field of ['runAsUser', 'runAsGroup']) {
    if (numberAt(context, field) !== PROXY_ID) continue;
    yield {
      path: at(path, field),
      got: String(PROXY_ID),
      expected: 'another number',
      fix: `Use another: ${PROXY_ID} is the proxy's own, so what the container sends is not captured, and goes out in plain text past every policy.`,
    };
  }
}

function* networkRights({ spec, path }: Container): Iterable<Fault> {
  const context = spec['securityContext'];
  if (booleanAt(context, 'privileged') === true) {
    yield {
      path: at(path, 'securityContext', 'privileged'),
      got: 'true',
      expected: 'false beside a sidecar',
      fix: 'Remove it: the container can take the capture away, and with it mTLS and every policy of the pod.',
    };
  }
  const added = stringListAt(context, 'capabilities', 'add');
  for (const [index, name] of added.entries()) {
    if (!NETWORK.includes(name.replace(/^CAP_/, ''))) continue;
    yield {
      path: at(path, 'securityContext', 'capabilities', 'add', index),
      got: name,
      expected: 'no right to change the network beside a sidecar',
      fix: 'Remove it: the container can take the capture away, or send past it, and with it mTLS and every policy of the pod.',
    };
  }
}

function example(context: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec: { securityContext: { ${context} }, containers: [{ name: web }] }
`;
}
