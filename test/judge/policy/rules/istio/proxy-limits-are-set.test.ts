import rule from '../../../../../lib/judge/policy/rules/istio/proxy-limits-are-set.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, meshConfig, namespace } from '../../../model/istio/security-objects.js';

const sail = (values: string) =>
  `\n---\n{ apiVersion: sailoperator.io/v1, kind: Istio, metadata: { name: default }, spec: { namespace: istio-system, values: ${values} } }\n`;
const injector = (resources: string) =>
  `\n---\n{ apiVersion: v1, kind: ConfigMap, metadata: { name: istio-sidecar-injector, namespace: istio-system }, data: { values: '{ "global": { "proxy": { "resources": ${resources} } } }' } }\n`;
const pods = namespace() + deployment();

ruleTester(rule, {
  ignores: {
    'pods outside the mesh': namespace('{}') + deployment(),
    gateways: namespace() + deployment().replace('name: main', 'name: istio-proxy, image: auto'),
  },
  passes: {
    'accepts what the chart fills in': pods + sail('{}'),
    'accepts what the injector is given':
      pods + meshConfig() + injector('{ "limits": { "cpu": "1", "memory": "256Mi" } }'),
  },
  fails: {
    'where nothing is known of the mesh': [
      pods,
      { path: 'spec.template.metadata.annotations', got: 'no resources for the sidecar in these files' },
    ],
    'where the mesh has no limit on memory': [
      pods + meshConfig() + injector('{ "limits": { "cpu": "1" } }'),
      { got: 'no resources for the sidecar, neither here nor for the mesh' },
    ],
    'where the limits of the chart are taken away': [
      pods + sail('{ global: { proxy: { resources: { limits: null } } } }'),
      { got: 'no resources for the sidecar, neither here nor for the mesh' },
    ],
    'for one annotation, which drops what the mesh has': [
      namespace() +
        deployment({ annotations: '{ sidecar.istio.io/proxyCPU: 100m, sidecar.istio.io/proxyMemory: 64Mi }' }) +
        sail('{}'),
      {
        got: 'only sidecar.istio.io/proxyCPU, sidecar.istio.io/proxyMemory',
        expected: 'sidecar.istio.io/proxyCPULimit, sidecar.istio.io/proxyMemoryLimit beside them',
      },
    ],
  },
});
