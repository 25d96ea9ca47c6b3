import { listed } from '../../../../manifest/listed.js';
import { listAt, numberAt, shown, valueAt } from '../../../../manifest/read.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { controllerExample } from '../../examples/linkerd-control-plane.js';
import { defineRule } from '../../rule.js';

/** The ports that every proxy dials, by the Service. */
const DIALLED: Readonly<Record<string, number>> = {
  'linkerd-dst-headless': 8086,
  'linkerd-identity-headless': 8080,
  'linkerd-policy': 8090,
};

const example = (port: number) => `${controllerExample()}---
apiVersion: v1
kind: Service
metadata: { name: linkerd-identity-headless, namespace: linkerd }
spec: { clusterIP: None, selector: { linkerd.io/control-plane-component: identity }, ports: [{ port: ${port} }] }
`;

export default defineRule({
  id: 'linkerd-control-plane/proxies-dial-open-ports',
  severity: 'error',
  scope: 'object',
  summary: 'The Services of the control plane offer the ports that every proxy dials.',
  rationale:
    'The injector writes these names and ports into every proxy: at another port no proxy gets a certificate, a destination or a policy, and none becomes ready.',
  source: 'https://github.com/linkerd/linkerd2/blob/version-2.20/charts/partials/templates/_proxy.tpl',
  appliesTo: ['Service'],
  passes: example(8080),
  fails: example(8081),
  *check(resource, cluster) {
    const { object } = resource;
    if (namespaceOf(resource) !== controlPlaneInstallOf(cluster)?.namespace) return;
    const dialled = DIALLED[object.metadata.name];
    if (dialled === undefined) return;
    const ports = listAt(object, 'spec', 'ports');
    if (ports.some((entry) => numberAt(entry, 'port') === dialled)) return;
    yield {
      path: 'spec.ports',
      got: listed(ports.map((entry) => shown(valueAt(entry, 'port')))) || 'no port',
      expected: `${dialled}`,
      fix: `Offer port ${dialled}.`,
    };
  },
});
