import type { Field } from '../../../../manifest/field.js';
import { autoContainer } from '../../../model/istio/injection.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { istioPodRule } from '../../istio-pod-rule.js';
import type { Outcome } from '../../outcome.js';

const PROXY_ID = 1337;
const NETWORK = ['NET_ADMIN', 'NET_RAW', 'SYS_ADMIN', 'ALL'];

export default istioPodRule({
  id: 'istio/containers-cannot-bypass-the-proxy',
  severity: 'error',
  summary: 'No container beside a sidecar runs as the user of the proxy, or may change the network of the pod.',
  rationale:
    'Traffic of user and group 1337 counts as traffic of the proxy and is not captured. A container that may change iptables or send raw packets can remove the capture.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0144/',
  appliesTo: POD_KINDS,
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('runAsUser: 1000'),
  fails: example('runAsUser: 1337'),
  proxy: 'sidecar',
  unless: (pod) => autoContainer(pod) !== undefined,
  *check(pod) {
    yield* proxyIds(pod.field.at('securityContext'));
    for (const { name, field } of pod.containers) {
      // The containers of the mesh itself, where the manifest has them.
      if (name.startsWith('istio-')) continue;
      yield* proxyIds(field.at('securityContext'));
      yield* networkRights(field.at('securityContext'));
    }
  },
});

function* proxyIds(context: Field): Iterable<Outcome> {
  for (const id of [context.at('runAsUser'), context.at('runAsGroup')]) {
    if (id.number !== PROXY_ID) continue;
    yield id.violation({
      expected: 'another number',
      effect: `${PROXY_ID} is the ID of the proxy: what the container sends is not captured, and leaves in plaintext past every policy.`,
      fix: 'Use another ID.',
    });
  }
}

function* networkRights(context: Field): Iterable<Outcome> {
  const privileged = context.at('privileged');
  if (privileged.value === true) {
    yield privileged.violation({
      expected: 'false beside a sidecar',
      effect: 'The container can remove the capture, and with it mTLS and every policy of the pod.',
      fix: 'Remove it.',
    });
  }
  for (const capability of context.at('capabilities', 'add').items) {
    if (!NETWORK.includes(capability.text?.replace(/^CAP_/, '') ?? '')) continue;
    yield capability.violation({
      expected: 'no capability to change the network beside a sidecar',
      effect:
        'The container can remove the capture, or send packets past it, and with it mTLS and every policy of the pod.',
      fix: 'Remove it.',
    });
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
