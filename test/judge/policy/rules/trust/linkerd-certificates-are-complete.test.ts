import rule from '../../../../../lib/judge/policy/rules/trust/linkerd-certificates-are-complete.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate, namespace } from '../../../model/trust/objects.js';

const webhook = (name: string, ns?: string) => certificate(name, undefined, `linkerd-${name}-k8s-tls`, ns);
const all = (ns?: string) =>
  ['policy-validator', 'proxy-injector', 'sp-validator'].map((name) => webhook(name, ns)).join('');
const controlPlane = namespace('mesh', "linkerd.io/is-control-plane: 'true'");
const identity = certificate('linkerd-identity-issuer');
const external =
  '---\n{ apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: { name: linkerd-sp-validator-k8s-tls, namespace: linkerd } }\n';

ruleTester(rule, {
  passes: {
    'accepts all in a namespace that is not among the objects': all('mesh'),
    'accepts all in the namespace of the control plane': controlPlane + all('mesh'),
    'accepts the identity issuer alone': identity,
    'accepts a Secret that is written by something else':
      webhook('policy-validator') + webhook('proxy-injector') + external,
  },
  fails: {
    'where some are missing': [
      webhook('proxy-injector'),
      {
        object: 'Certificate linkerd/proxy-injector',
        path: 'spec.secretName',
        got: 'linkerd-proxy-injector-k8s-tls, but no Certificate for linkerd-policy-validator-k8s-tls, linkerd-sp-validator-k8s-tls',
      },
    ],
    'in another namespace than the control plane': [
      controlPlane + identity,
      { path: 'metadata.namespace', got: 'linkerd', expected: "mesh, the namespace of Linkerd's control plane" },
    ],
    'in another namespace than the first': [
      all() + webhook('proxy-injector', 'apps'),
      { object: 'Certificate apps/proxy-injector', path: 'metadata.namespace', got: 'apps' },
    ],
  },
});
