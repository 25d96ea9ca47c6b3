import rule from '../../../../../lib/judge/policy/rules/trust/certificate-names-are-specific.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate, issuer, namespace } from '../../../model/trust/objects.js';

const pod =
  '---\n{ apiVersion: v1, kind: Pod, metadata: { name: web, namespace: linkerd }, spec: { containers: [], volumes: [{ name: tls, secret: { secretName: web } }] } }\n';
const service = '---\n{ apiVersion: v1, kind: Service, metadata: { name: web, namespace: linkerd } }\n';
const named = (...names: readonly string[]) =>
  certificate('web', `dnsNames: [${names.map((name) => `'${name}'`).join(', ')}], issuerRef: { name: ca }`);

ruleTester(rule, {
  passes: {
    'accepts the pods of a Service':
      named('*.web.linkerd.svc.cluster.local', 'web.linkerd.svc') + issuer() + namespace() + pod + service,
    'accepts a Service of another namespace': named('web.apps.svc') + namespace() + namespace('apps') + pod,
    'accepts a public wildcard': named('*.example.org') + issuer('ca', 'acme: { server: https://acme.example.org }'),
    'accepts a name outside the cluster': named('web.example.org') + issuer() + namespace() + pod,
  },
  fails: {
    'of a Service that does not exist': [
      named('web.linkerd.svc', 'wep.linkerd.svc', '*.wep.linkerd.svc.cluster.local') + namespace() + pod + service,
      { path: 'spec.dnsNames[1]', got: 'wep.linkerd.svc', expected: 'a Service of namespace linkerd' },
      { path: 'spec.dnsNames[2]' },
    ],
    'with a wildcard over a namespace, or over all': [
      named('*.linkerd.svc', '*.example.org') + issuer(),
      { path: 'spec.dnsNames[0]', expected: 'names, or a wildcard before the name of one Service' },
      { path: 'spec.dnsNames[1]', got: '*.example.org' },
    ],
  },
  notJudged: {
    'a Service where no pod mounts the certificate': [
      named('web.linkerd.svc') + namespace(),
      'no pod that mounts Secret linkerd/web is among the files',
    ],
    'a Service where the namespace is not known': [
      named('web.linkerd.svc') + pod,
      'Namespace linkerd is not among the files',
    ],
  },
});
