import rule from '../../../../../lib/judge/policy/rules/linkerd/proxy-resources-are-set.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace, server } from '../../../model/linkerd/objects.js';

const all = ['cpu-request: 50m', 'cpu-limit: 100m', 'memory-request: 64Mi', 'memory-limit: 128Mi'];
const without = (...left: readonly string[]) =>
  all
    .filter((entry) => !left.some((name) => entry.startsWith(name)))
    .map((entry) => `, config.linkerd.io/proxy-${entry}`)
    .join('');
const meshed = (more: string) => namespace(`{ linkerd.io/inject: enabled${more} }`);
const path = (name: string) => `metadata.annotations["config.linkerd.io/proxy-${name}"]`;
const config = `
---
apiVersion: v1
kind: ConfigMap
metadata: { name: linkerd-config, namespace: linkerd }
data: { values: "proxy: { resources: { cpu: { request: 100m, limit: 1 }, memory: { request: 20Mi, limit: '' } } }" }
`;

ruleTester(rule, {
  ignores: {
    'a pod outside the mesh': deployment({ annotations: '{}' }),
  },
  passes: {
    'accepts what the namespace passes on': meshed(without()) + deployment({ annotations: '{}' }),
    'accepts what namespace and pod set together':
      meshed(without('cpu-limit')) + deployment({ annotations: '{ config.linkerd.io/proxy-cpu-limit: "1" }' }),
    'accepts what the control plane sets':
      config + meshed(', config.linkerd.io/proxy-memory-limit: 1Gi') + deployment({ annotations: '{}' }),
  },
  fails: {
    'on the namespace, once for all its pods': [
      meshed(without('memory-limit')) +
        deployment({ annotations: '{}' }) +
        deployment({ name: 'api', annotations: '{}' }),
      { object: 'Namespace apps', path: path('memory-limit'), got: 'nothing', expected: 'a quantity such as 128Mi' },
    ],
    'on a pod that asks for its own proxy': [
      deployment({ annotations: `{ linkerd.io/inject: enabled${without('cpu-request', 'cpu-limit')} }` }),
      {
        object: 'Deployment apps/web',
        path: `spec.template.${path('cpu-limit')}`,
        expected: 'a quantity such as 100m',
      },
      { path: `spec.template.${path('cpu-request')}` },
    ],
    'where the pod overrides with what is not a quantity': [
      meshed(without()) + deployment({ annotations: '{ config.linkerd.io/proxy-cpu-limit: none }' }),
      { object: 'Deployment apps/web', got: 'none' },
    ],
    'where the control plane sets an empty text': [
      config + deployment(),
      { path: `spec.template.${path('memory-limit')}` },
    ],
  },
  notJudged: {
    'a pod whose Namespace is not among the files': [
      server() + deployment({ annotations: '{}' }),
      'Namespace apps is not among the files',
    ],
  },
});
