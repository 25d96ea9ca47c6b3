import { listed } from '../../../../manifest/listed.js';
import { accessTo } from '../../../model/istio/authorization.js';
import { isGateway } from '../../../model/istio/injection.js';
import { becauseOf } from '../../../model/istio/peer-authentication.js';
import { inboundPorts } from '../../../model/istio/service-ports.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { istioPodRule } from '../../istio-pod-rule.js';

/**
 * Represents the ports of pods that declare none: the program listens, and its proxy forwards to it. No policy can name
 * such a port.
 */
const UNDECLARED = 0;

export default istioPodRule({
  id: 'istio/workloads-are-authorized',
  severity: 'error',
  summary: 'Every workload in the mesh has an AuthorizationPolicy that says who may call it.',
  rationale:
    'Istio admits anyone where no policy with action ALLOW selects the pods: policies for other pods close nothing here, and DENY refuses only what it names.',
  source: 'https://istio.io/latest/docs/concepts/security/#implicit-enablement',
  appliesTo: POD_KINDS,
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'Service',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
  ],
  passes: example('deny-all'),
  fails: example('db'),
  proxy: 'any',
  unless: (pod) => isGateway(pod),
  *check(pod, cluster) {
    const { name } = pod.resource.object.metadata;
    const known = inboundPorts(pod, cluster);
    const open = (known.length === 0 && !pod.runsToCompletion ? [UNDECLARED] : known).filter((port) => {
      const { reach, deciders } = accessTo(pod, port, cluster);
      return reach === 'anyone' && deciders.length === 0;
    });
    const [first] = open;
    if (first === undefined) return;
    const { plaintext, mtls } = accessTo(pod, first, cluster);
    const place =
      known.length === 0 ? `${name}, whose ports are not declared` : listed(open.map((port) => `${name}:${port}`));
    const caller = plaintext ? `any caller, even in plaintext ${becauseOf(mtls)},` : 'every workload of the mesh';
    yield pod.metadata.violation({
      got: `${caller} may reach ${place}, because no AuthorizationPolicy that allows callers selects it`,
      expected: 'an AuthorizationPolicy with action ALLOW',
      fix: `Add one with an empty spec to namespace ${pod.namespace}, which admits nobody, and one for these pods that names their callers.`,
    });
  },
});

function example(name: string): string {
  const selector = name === 'deny-all' ? '{}' : `{ selector: { matchLabels: { app: ${name} } } }`;
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: apps }
spec: ${selector}
`;
}
