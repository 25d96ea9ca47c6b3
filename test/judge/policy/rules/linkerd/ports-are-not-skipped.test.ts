import rule from '../../../../../lib/judge/policy/rules/linkerd/ports-are-not-skipped.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace } from '../../../model/linkerd/objects.js';

const IN = 'config.linkerd.io/skip-inbound-ports';
const OUT = 'config.linkerd.io/skip-outbound-ports';
const SUBNETS = 'config.linkerd.io/skip-subnets';
const service = (port: number, app = 'web') => `
---
{ apiVersion: v1, kind: Service, metadata: { name: ${app}, namespace: apps }, spec: { selector: { app: ${app} }, ports: [{ port: ${port} }] } }
`;
const skipping = (list: string) => deployment({ annotations: `{ linkerd.io/inject: enabled, ${list} }` });

ruleTester(rule, {
  ignores: {
    'pods that may be meshed, without the annotation':
      deployment({ annotations: '{}' }) + namespace('{ linkerd.io/inject: disabled }', '{}', 'far'),
    'the annotation of pods outside the mesh': deployment({ annotations: `{ ${IN}: "8080" }` }),
  },
  passes: {
    'accepts what the annotation says, whatever the argument of linkerd-init': deployment({
      annotations: `{ linkerd.io/inject: enabled, linkerd.io/proxy-version: edge-26.6.3, ${IN}: "9000" }`,
      spec: 'initContainers: [{ name: linkerd-init, image: cr.l5d.io/linkerd/proxy-init, args: [--inbound-ports-to-ignore, "8080"] }, { name: linkerd-proxy, image: cr.l5d.io/linkerd/proxy, restartPolicy: Always }]',
    }),
    'accepts the network of containers within the pod': skipping(`${SUBNETS}: "172.17.0.0/16"`),
    'accepts ranges that end before the port': skipping(`${IN}: "8000-8079"`),
    'accepts ranges that begin behind the port': skipping(`${IN}: "8081-8100"`),
    'accepts outbound ports of Services outside the mesh':
      skipping(`${OUT}: "5432"`) + service(5432, 'db') + deployment({ name: 'db', annotations: '{}' }),
    'accepts what every pod of the namespace overrides':
      namespace(`{ linkerd.io/inject: enabled, ${IN}: "8080" }`) + deployment({ annotations: `{ ${IN}: "9000" }` }),
    'accepts inbound ports that no container has': skipping(`${IN}: "9000"`),
    'accepts outbound ports that no meshed Service has': skipping(`${OUT}: "5432"`) + service(80),
  },
  fails: {
    'for the networks of the pods': [
      skipping(`${SUBNETS}: "172.17.0.0/16, 10.0.0.0/8"`),
      {
        path: `spec.template.metadata.annotations["${SUBNETS}"]`,
        got: '172.17.0.0/16, 10.0.0.0/8, which is a range that includes pods and unknown hosts',
      },
    ],
    'for every network, on the namespace': [
      namespace(`{ linkerd.io/inject: enabled, ${SUBNETS}: "0.0.0.0/0" }`) + deployment({ annotations: '{}' }),
      { object: 'Namespace apps', got: '0.0.0.0/0, which is everyone' },
    ],
    'at the first port of a range': [
      skipping(`${IN}: "1,8080-8090"`),
      {
        object: 'Deployment apps/web',
        path: `spec.template.metadata.annotations["${IN}"]`,
        got: '1,8080-8090, which includes container port 8080',
      },
    ],
    'at the last port of a range': [skipping(`${IN}: "8000-8080"`), { expected: 'no port of a container' }],
    'where the namespace passes the annotation on': [
      namespace(`{ linkerd.io/inject: enabled, ${IN}: "8080" }`) + deployment({ annotations: '{}' }),
      { object: 'Namespace apps', path: `metadata.annotations["${IN}"]` },
    ],
    'for the port of a meshed Service, and says the effect': [
      skipping(`${OUT}: "80-90"`) + service(80),
      {
        path: `spec.template.metadata.annotations["${OUT}"]`,
        got: '80-90, which includes port 80 of the meshed Service apps/web',
        effect: 'Connections to apps/web leave without mTLS, and the server sees no identity.',
        fix: 'Remove 80. If its protocol is the problem, mark it opaque.',
      },
    ],
  },
  notJudged: {
    'the annotation of pods that may be meshed': [
      deployment({ annotations: `{ ${IN}: "8080" }` }) + deployment({ name: 'other' }),
      'Namespace apps is not among the files',
    ],
  },
});
