import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { controllerExample } from '../../examples/linkerd-control-plane.js';
import { defineRule } from '../../rule.js';

/** The ports that every proxy dials, by Service. */
const DIALED: Readonly<Record<string, number>> = {
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
  id: 'linkerd-control-plane/services-have-the-ports-that-proxies-dial',
  severity: 'error',
  scope: 'object',
  summary: 'The Services of the control plane have the ports that every proxy dials.',
  rationale:
    'The injector writes these names and ports into every proxy. With another port no proxy gets a certificate, a destination or a policy, and none becomes ready.',
  source: 'https://github.com/linkerd/linkerd2/blob/version-2.20/charts/partials/templates/_proxy.tpl',
  appliesTo: ['Service'],
  reads: ['ConfigMap', 'Namespace', 'apps/Deployment'],
  passes: example(8080),
  fails: example(8081),
  about: (resource, cluster) => {
    const port = DIALED[resource.object.metadata.name];
    const own = everyInstall(cluster).some(({ namespace }) => namespace === namespaceOf(resource));
    return port === undefined || !own ? [] : [{ ports: Field.of(resource).at('spec', 'ports'), port }];
  },
  *check({ ports, port }) {
    const found = ports.items.map((entry) => entry.at('port'));
    if (found.some(({ number }) => number === port)) return;
    yield ports.violation({
      got: listed(found.map((field) => field.shown)) || 'no port',
      expected: `${port}`,
      fix: `Add port ${port}.`,
    });
  },
});
