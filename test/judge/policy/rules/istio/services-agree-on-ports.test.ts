import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/services-agree-on-ports.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'pods outside the mesh': bad.replace('sidecar.istio.io/inject: "true"', 'team: web'),
  },
  passes: {
    'accepts several ports of one Service': bad
      .replace(
        ', targetPort: 8080 }] }\n---',
        ', targetPort: 8080 }, { name: http-old, port: 81, targetPort: 8080 }] }\n---',
      )
      .replace('tcp-direct, port: 80,', 'tcp-direct, port: 90,')
      .replace('port: 90, targetPort: 8080', 'port: 90, targetPort: 9090'),
    'accepts one protocol on two ports of the pod': `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }, { containerPort: 9090 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: other, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: tcp-b, port: 81, targetPort: 9090 }] }
`,
    'accepts other protocols at one port that leads to other ports of the pod': bad.replace(
      'tcp-direct, port: 80, targetPort: 8080',
      'tcp-direct, port: 80, targetPort: 9090',
    ),
  },
  fails: {
    'once, however many Services differ': [
      `${bad}---${bad
        .split('---')
        .find((text) => text.includes('web-headless'))
        ?.replace('web-headless', 'web-third')}`,
      {
        got: 'Service apps/web and Service apps/web-headless: port 8080 of the pod is HTTP and TCP, and 1 more differences',
      },
    ],
    'where one of two ports of the first Service agrees': [
      bad
        .replace(
          ', targetPort: 8080 }] }\n---',
          ', targetPort: 8080 }, { name: http-old, port: 81, targetPort: 8080 }] }\n---',
        )
        .replace('tcp-direct', 'http-direct'),
      { got: 'Service apps/web and Service apps/web-headless: port 8080 of the pod is their port 81 and 80' },
    ],
    'in protocol': [
      bad,
      {
        object: 'Deployment apps/web',
        path: 'spec.template.metadata.labels',
        got: 'Service apps/web and Service apps/web-headless: port 8080 of the pod is HTTP and TCP',
      },
    ],
    'in port': [
      bad.replace('tcp-direct, port: 80,', 'http, port: 81,'),
      { got: expect.stringContaining('their port 80 and 81') },
    ],
    'in transport': [
      bad.replace('name: tcp-direct, port: 80', 'name: x, protocol: UDP, port: 80'),
      { got: expect.stringContaining('port 80 is TCP and UDP') },
    ],
  },
});
