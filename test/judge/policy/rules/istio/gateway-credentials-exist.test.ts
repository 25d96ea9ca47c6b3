import { EXAMPLE_ROOTS, indented } from '../../../../../lib/judge/policy/examples/roots.js';
import rule from '../../../../../lib/judge/policy/rules/istio/gateway-credentials-exist.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const secret = (fields: string) =>
  good.replace(
    /apiVersion: cert-manager[\s\S]*?ClusterIssuer } }/,
    `apiVersion: v1
kind: Secret
metadata: { name: web-tls, namespace: edge }
${fields}`,
  );
const certificate = indented(EXAMPLE_ROOTS[0], 4);

ruleTester(rule, {
  passes: {
    'accepts a certificate with its key': secret(`stringData:\n  tls.key: placeholder\n  tls.crt: |\n${certificate}`),
  },
  fails: {
    'once, in however many namespaces the pods are': [
      `${good.replace('name: web, namespace: edge', 'name: web, namespace: apps')}---
${good
  .split('---')
  .find((text) => text.includes('kind: Pod'))
  ?.replace('namespace: edge', 'namespace: far')}`,
      { got: 'web-tls, which exists only in namespace apps; the same in 1 more of the namespaces of its pods' },
    ],
    'in the namespace of the application': [
      good.replace('name: web, namespace: edge', 'name: web, namespace: apps'),
      {
        path: 'spec.servers[0].tls.credentialName',
        got: 'web-tls, which exists only in namespace apps',
        expected: 'a Secret of namespace edge, where the gateway pods are',
      },
    ],
    'that nobody writes': [
      good.replace('secretName: web-tls', 'secretName: web'),
      { got: 'web-tls, which no Secret or Certificate creates' },
    ],
    'of a list': [
      good.replace('credentialName: web-tls', 'credentialNames: [web-tls, web-rsa]'),
      { path: 'spec.servers[0].tls.credentialNames[1]', got: 'web-rsa, which no Secret or Certificate creates' },
    ],
    'without a key': [secret('stringData: { tls.crt: x }'), { got: 'web-tls, which has the keys tls.crt' }],
    'without a certificate': [
      secret('data: { tls.crt: eA==, tls.key: eA== }'),
      { got: 'web-tls, whose tls.crt contains no readable certificate' },
    ],
  },
  notJudged: {
    'files and other stores': [
      good.replace('credentialName: web-tls', 'credentialName: "file:///certs"'),
      'file:///certs is in a file or a store outside Kubernetes',
    ],
    'Secrets that are delivered in another way': [
      good.replace(/apiVersion: cert-manager[\s\S]*?---\n/, ''),
      'no Secret and no Certificate is among the files',
    ],
    'Secrets that are filled in where they run': [
      secret('type: kubernetes.io/tls'),
      'Secret edge/web-tls has no data in the files',
    ],
    'Gateways without pods': [
      good.replace('kind: Pod', 'kind: ConfigMap').replace('Certificate', 'Certificate'),
      'no pod that the Gateway selects is among the files',
    ],
  },
});
