import rule from '../../../../../lib/judge/policy/rules/istio/proxy-is-not-customized.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace } from '../../../model/istio/security-objects.js';

const pods = (annotation: string) => namespace() + deployment({ annotations: `{ ${annotation} }` });

ruleTester(rule, {
  ignores: {
    gateways: pods('inject.istio.io/templates: gateway'),
    'pods outside the mesh': namespace('{}') + deployment({ annotations: '{ sidecar.istio.io/bootstrapOverride: a }' }),
  },
  passes: {
    'accepts the template of the mesh': pods('inject.istio.io/templates: sidecar'),
    'accepts how the proxy starts and ends': pods(
      `proxy.istio.io/config: '{ holdApplicationUntilProxyStarts: true, terminationDrainDuration: 30s }'`,
    ),
  },
  fails: {
    'for each, and says what it changes': [
      pods('sidecar.istio.io/bootstrapOverride: a, sidecar.istio.io/userVolume: b'),
      {
        path: 'spec.template.metadata.annotations["sidecar.istio.io/bootstrapOverride"]',
        effect: 'The proxy starts from a configuration that the control plane did not write.',
        fix: 'Remove the annotation, and change the settings of the mesh instead.',
      },
      { got: 'sidecar.istio.io/userVolume' },
    ],
    'for settings beside harmless ones': [
      pods(`proxy.istio.io/config: '{ concurrency: 2, discoveryAddress: a }'`),
      { got: 'proxy.istio.io/config' },
    ],
    'for settings that are no YAML': [pods(`proxy.istio.io/config: '{ ['`), { got: 'proxy.istio.io/config' }],
    'for another template': [pods('inject.istio.io/templates: "sidecar,mine"'), { got: 'inject.istio.io/templates' }],
  },
});
