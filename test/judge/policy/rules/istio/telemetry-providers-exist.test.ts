import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/telemetry-providers-exist.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);

ruleTester(rule, {
  passes: {
    'accepts providers that every mesh has': good.replace('name: jaeger }], ', 'name: envoy }], '),
    'accepts logs that are switched off': good.replace('tracing:', 'accessLogging: [{ disabled: true }], tracing:'),
    'accepts logs with a default': good
      .replace('tracing:', 'accessLogging: [{}], tracing:')
      .replace('extensionProviders:', 'defaultProviders: { accessLogging: [envoy] }\n    extensionProviders:'),
  },
  fails: {
    'of a name that is not declared': [
      String(rule.fails),
      {
        path: 'spec.tracing[0].providers[0].name',
        got: 'zipkin',
        expected:
          'one of prometheus, stackdriver, envoy, jaeger, which ConfigMap istio-system/istio declares or every mesh has',
      },
    ],
    'without any': [
      good.replace('tracing:', 'accessLogging: [{}], tracing:'),
      {
        path: 'spec.accessLogging[0].providers',
        got: expect.stringContaining('sets no defaultProviders.accessLogging'),
      },
    ],
  },
  notJudged: {
    'providers where no control plane is among the files': [
      String(rule.fails).replace('kind: ConfigMap', 'kind: Secret'),
      'no control plane of Istio is among the files',
    ],
  },
});
