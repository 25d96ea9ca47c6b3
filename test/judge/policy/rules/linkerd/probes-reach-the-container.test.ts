import rule from '../../../../../lib/judge/policy/rules/linkerd/probes-reach-the-container.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment } from '../../../model/linkerd/objects.js';

const container = 'ports: [{ name: http, containerPort: 8080 }], startupProbe: { tcpSocket: { port: http } }';

ruleTester(rule, {
  ignores: {
    'a pod outside the mesh': deployment({ annotations: '{}', container }),
    'a port past the proxy': deployment({
      annotations: '{ linkerd.io/inject: enabled, config.linkerd.io/skip-inbound-ports: "8080" }',
      container,
    }),
  },
  fails: {
    'with the number behind the name': [
      deployment({ container }),
      {
        path: 'spec.template.spec.containers[0].startupProbe.tcpSocket',
        got: 'a TCP connection to 8080, which the proxy accepts',
      },
    ],
  },
});
