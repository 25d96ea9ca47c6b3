import rule from '../../../../../lib/judge/policy/rules/linkerd/proxy-is-as-installed.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace } from '../../../model/linkerd/objects.js';

const injected = (annotations: string, inject = 'enabled') =>
  deployment({ annotations: `{ linkerd.io/inject: ${inject}${annotations} }` });
const published = `
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { type: NodePort, selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
`;
const key = (name: string) => `config.linkerd.io/${name}`;

ruleTester(rule, {
  ignores: {
    'pods outside of the mesh': deployment({ annotations: `{ ${key('proxy-image')}: evil }` }),
  },
  passes: {
    'accepts a debug sidecar that is off': injected(`, ${key('enable-debug-sidecar')}: "false"`),
    'accepts the ingress mode of pods that a Service publishes': injected('', 'ingress') + published,
    'accepts the ingress mode of pods with a port of the host': deployment({
      annotations: '{ linkerd.io/inject: ingress }',
      container: 'ports: [{ containerPort: 8080, hostPort: 80 }]',
    }),
  },
  fails: {
    'with another image': [
      injected(`, ${key('proxy-image')}: example.org/proxy, ${key('init-image-version')}: v1`),
      {
        object: 'Deployment apps/web',
        path: `spec.template.metadata.annotations["${key('init-image-version')}"]`,
        got: 'v1',
      },
      { got: 'example.org/proxy' },
    ],
    'with a debug sidecar, on the namespace': [
      namespace(`{ ${key('enable-debug-sidecar')}: "true" }`),
      { object: 'Namespace apps', path: `metadata.annotations["${key('enable-debug-sidecar')}"]` },
    ],
    'in ingress mode for a namespace': [
      namespace('{ linkerd.io/inject: ingress }'),
      { path: 'metadata.annotations["linkerd.io/inject"]', got: 'ingress' },
    ],
    'in ingress mode where nobody outside calls': [injected('', 'ingress'), { got: 'ingress' }],
    'in ingress mode with a port that is forwarded unread': [
      injected(`, ${key('opaque-ports')}: "8080"`, 'ingress') + published,
      { got: 'ingress' },
    ],
  },
  notJudged: {
    'the annotation of pods that may be meshed': [
      deployment({ annotations: `{ ${key('proxy-image')}: evil }` }) + deployment({ name: 'other' }),
      'Namespace apps is not among the files',
    ],
  },
});
