import { listed } from '../../../../manifest/listed.js';
import { accessTo } from '../../../model/istio/authorization.js';
import { isGateway, isInMesh } from '../../../model/istio/injection.js';
import { becauseOf } from '../../../model/istio/peer-authentication.js';
import { inboundPorts } from '../../../model/istio/protocols.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

/** Stands for the ports of pods that declare none: a program listens without saying so, and its proxy passes on whatever arrives. No policy can name it. */
const UNDECLARED = 0;

export default defineRule({
  id: 'istio/workloads-are-authorized',
  severity: 'error',
  scope: 'object',
  summary: 'Every workload in the mesh has an AuthorizationPolicy that says who may call it.',
  rationale:
    'Istio lets anyone in where no policy with action ALLOW selects the pods: policies for other pods close nothing here, and DENY takes away only what it names.',
  source: 'https://istio.io/latest/docs/concepts/security/#implicit-enablement',
  appliesTo: POD_KINDS,
  passes: example('deny-all'),
  fails: example('db'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || !isInMesh(pod, cluster) || isGateway(pod)) return;
    const { name } = resource.object.metadata;
    const known = inboundPorts(pod, cluster);
    const open = (known.length === 0 && !pod.runsToCompletion ? [UNDECLARED] : known).filter((port) => {
      const { reach, deciders } = accessTo(pod, port, cluster);
      return reach === 'anyone' && deciders.length === 0;
    });
    const [first] = open;
    if (first === undefined) return;
    const { plaintext, mtls } = accessTo(pod, first, cluster);
    const where =
      known.length === 0 ? `${name}, whose ports are not declared` : listed(open.map((port) => `${name}:${port}`));
    const who = plaintext ? `any caller, even in plain text ${becauseOf(mtls)},` : 'every workload of the mesh';
    yield {
      path: pod.metadataPath,
      got: `${who} may reach ${where}, because no AuthorizationPolicy that allows callers selects it`,
      expected: 'an AuthorizationPolicy with action ALLOW',
      fix: `Add one with an empty spec to namespace ${pod.namespace}, which lets nobody in, and one for these pods that names their callers.`,
    };
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
