import rule from '../../../../../lib/judge/policy/rules/trust/issued-secret-is-read.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate, issuer } from '../../../model/trust/objects.js';

const pod = (secret: string) =>
  `---\n{ apiVersion: v1, kind: Pod, metadata: { name: web, namespace: linkerd }, spec: { containers: [], volumes: [{ name: tls, secret: { secretName: ${secret} } }] } }\n`;
const ingress = `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: linkerd }
spec: { tls: [{ secretName: web }] }
`;

ruleTester(rule, {
  ignores: {
    "Linkerd's own": certificate('i', undefined, 'linkerd-proxy-injector-k8s-tls') + pod('other'),
    'the CA of istiod': certificate('cacerts', 'isCA: true') + issuer(),
    "Linkerd's identity issuer": certificate('linkerd-identity-issuer', 'isCA: true') + issuer(),
  },
  passes: {
    'accepts a Secret that a pod mounts': certificate('web') + pod('web') + pod('other'),
    'accepts a Secret that an Ingress names': certificate('web') + pod('other') + ingress,
    'accepts a Secret that nobody reads where nobody waits': certificate('web'),
    'accepts a Secret where a reader of another kind waits': certificate('web') + issuer(),
  },
  fails: {
    'beside pods that wait for Secrets': [
      certificate('web') + pod('b') + pod('a') + pod('a'),
      {
        path: 'spec.secretName',
        got: 'web, which nothing reads',
        expected: 'a Secret that is read; nothing here writes a, b',
      },
    ],
    'for a CA beside an issuer that waits for one': [
      certificate('root', 'isCA: true') + issuer(),
      { object: 'Certificate linkerd/root', got: 'root, which nothing reads' },
    ],
  },
  notJudged: {
    'a Secret that is copied elsewhere': [
      certificate('web', 'secretTemplate: { annotations: { reflect: "true" } }') + pod('other'),
      'the readers of the copies that spec.secretTemplate asks for are not known',
    ],
  },
});
