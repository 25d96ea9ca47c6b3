import rule from '../../../../../lib/judge/policy/rules/linkerd/proxy-requests-fit-limits.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace } from '../../../model/linkerd/objects.js';

const limited = namespace('{ linkerd.io/inject: enabled, config.linkerd.io/proxy-cpu-limit: 100m }');
const pod = (entries: string) => deployment({ annotations: `{ linkerd.io/inject: enabled, ${entries} }` });

ruleTester(rule, {
  passes: {
    'accepts equal quantities in other words': pod(
      'config.linkerd.io/proxy-cpu-request: 1000m, config.linkerd.io/proxy-cpu-limit: "1"',
    ),
    'accepts a request alone': pod('config.linkerd.io/proxy-cpu-request: "1"'),
    'leaves what is not a quantity to another rule': pod(
      'config.linkerd.io/proxy-cpu-request: "1", config.linkerd.io/proxy-cpu-limit: low',
    ),
    'does not repeat on pods what their namespace says': limited + deployment({ annotations: '{}' }),
  },
  fails: {
    'where the pod asks for more than its namespace allows': [
      limited + pod('config.linkerd.io/proxy-cpu-request: 101m'),
      {
        object: 'Deployment apps/web',
        path: 'spec.template.metadata.annotations["config.linkerd.io/proxy-cpu-request"]',
        got: 'a request of 101m and a limit of 100m',
      },
    ],
    'for ephemeral storage, on the limit that the pod sets': [
      namespace('{ linkerd.io/inject: enabled, config.linkerd.io/proxy-ephemeral-storage-request: 2Gi }') +
        deployment({ annotations: '{ config.linkerd.io/proxy-ephemeral-storage-limit: 1Gi }' }),
      { path: 'spec.template.metadata.annotations["config.linkerd.io/proxy-ephemeral-storage-limit"]' },
    ],
  },
});
