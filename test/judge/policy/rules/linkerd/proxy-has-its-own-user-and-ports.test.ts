import rule from '../../../../../lib/judge/policy/rules/linkerd/proxy-has-its-own-user-and-ports.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace, server } from '../../../model/linkerd/objects.js';

const annotated = (annotation: string) =>
  deployment({ annotations: `{ linkerd.io/inject: enabled, config.linkerd.io/${annotation} }` });

ruleTester(rule, {
  ignores: {
    'the user of the proxy outside of the mesh': deployment({
      annotations: '{}',
      container: 'securityContext: { runAsUser: 2102 }',
    }),
  },
  passes: {
    'accepts other users': deployment({
      spec: 'securityContext: { runAsUser: 2102 }',
      container: 'securityContext: { runAsUser: 1000 }',
    }),
    'accepts a port from which the proxy was moved': deployment({
      annotations: '{ linkerd.io/inject: enabled, config.linkerd.io/admin-port: "5191" }',
      container: 'ports: [{ containerPort: 4191 }]',
    }),
    'accepts a port of UDP': deployment({ container: 'ports: [{ containerPort: 4143, protocol: UDP }]' }),
  },
  fails: {
    'with a proxy that is root': [
      annotated('proxy-uid: "0"'),
      { path: 'spec.template.metadata.annotations["config.linkerd.io/proxy-uid"]', got: '0' },
    ],
    'with a user of the pod': [
      deployment({ spec: 'securityContext: { runAsUser: 2102 }' }),
      { path: 'spec.template.spec.securityContext.runAsUser', got: '2102, the user of the proxy' },
    ],
    'with the user that the namespace gives the proxy': [
      namespace('{ linkerd.io/inject: enabled, config.linkerd.io/proxy-uid: "1000" }') +
        deployment({ annotations: '{}', container: 'securityContext: { runAsUser: 1000 }' }),
      { path: 'spec.template.spec.containers[0].securityContext.runAsUser' },
    ],
    'with a port to which the proxy was moved': [
      annotated('inbound-port: "8080"'),
      {
        path: 'spec.template.spec.containers[0].ports[0].containerPort',
        got: '8080, the inbound port of the proxy',
      },
    ],
  },
  notJudged: {
    'a pod whose Namespace is not among the files': [
      server() + deployment({ annotations: '{}' }),
      'Namespace apps is not among the files',
    ],
  },
});
