import type { Violation } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type ControlPlaneInstall, controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import {
  deliveredAnchors,
  issuerScheme,
  issuerSecretName,
  knownIssuer,
  SCHEME_KUBERNETES,
  SCHEME_LINKERD,
  sourcesOfSecret,
} from '../../../model/linkerd-control-plane/trust.js';
import { isIssuedBelow } from '../../../model/trust/known-certificates.js';
import { controllerExample } from '../../examples/linkerd-control-plane.js';
import { defineRule } from '../../rule.js';

/** The keys of the Secret by the scheme; `linkerd check` reads ca.crt, the controller does not. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  [SCHEME_KUBERNETES]: ['ca.crt', 'tls.crt', 'tls.key'],
  [SCHEME_LINKERD]: ['crt.pem', 'key.pem'],
};

const example = (scheme: string) => `${controllerExample({ args: [`-identity-scheme=${scheme}`] })}---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-identity-issuer, namespace: linkerd }
spec: { secretName: linkerd-identity-issuer, isCA: true, issuerRef: { name: root } }
`;

export default defineRule({
  id: 'linkerd-control-plane/identity-issuer-fits-its-scheme',
  severity: 'error',
  scope: 'cluster',
  summary:
    'The identity issuer is stored under the keys that the identity controller reads, and chains to the trust roots.',
  rationale:
    'The identity controller does not start where it finds no certificate under the keys of its scheme, or one that is no CA, has a key that Linkerd does not take, or was signed by a stranger: then no proxy gets an identity.',
  source: 'https://linkerd.io/2-edge/tasks/automatically-rotating-control-plane-tls-credentials/',
  appliesTo: ['apps/Deployment'],
  passes: example(SCHEME_KUBERNETES),
  fails: example(SCHEME_LINKERD),
  *check(cluster) {
    const install = controlPlaneInstallOf(cluster);
    if (install === undefined || !install.deployments.has('identity')) return;
    const scheme = issuerScheme(install);
    const keys = KEYS[scheme];
    const name = issuerSecretName(install);
    if (keys === undefined) {
      yield {
        resource: install.anchor,
        path: 'metadata.namespace',
        got: `identity scheme ${scheme}`,
        expected: `${SCHEME_KUBERNETES} or ${SCHEME_LINKERD}`,
        fix: 'Set the scheme of the identity issuer; the controller knows no other.',
      };
      return;
    }
    for (const { resource, path, keys: found } of sourcesOfSecret(name, install.namespace, cluster)) {
      const lacking = keys.filter((key) => !found.includes(key));
      if (lacking.length === 0) continue;
      yield {
        resource,
        path,
        got: `Secret ${name} with ${listed(found) || 'no keys'}`,
        expected: `${listed(keys)}, as scheme ${scheme} wants it`,
        fix: `Add ${listed(lacking)}, or set the scheme that the Secret has: cert-manager writes ${SCHEME_KUBERNETES}.`,
      };
    }
    yield* faultsOfIssuer(install, cluster);
  },
});

function* faultsOfIssuer(install: ControlPlaneInstall, cluster: ClusterIndex): Generator<Violation> {
  const known = knownIssuer(install, cluster);
  const [issuer, ...intermediates] = known?.certificates ?? [];
  if (known === undefined || issuer === undefined) return;
  const { resource, path } = known;
  const label = `'${issuer.subject}'`;
  if (!issuer.isCA) {
    const got = `${label}, which may sign nothing`;
    yield { resource, path, got, expected: 'the certificate of a CA', fix: 'Issue it as a CA.' };
  }
  if (issuer.publicKey.curve !== 'P-256') {
    const got = `${label} with a key of ${issuer.publicKey.curve ?? issuer.publicKey.algorithm}`;
    yield { resource, path, got, expected: 'a key of ECDSA P-256', fix: 'Make it anew with a key of ECDSA P-256.' };
  }
  const anchors = deliveredAnchors(install.namespace, cluster);
  if (anchors === undefined || isIssuedBelow(issuer, anchors.certificates, intermediates)) return;
  yield {
    resource,
    path,
    got: `${label}, signed by '${issuer.issuer}'`,
    expected: `a chain to one of ${listed(anchors.certificates.map((anchor) => `'${anchor.subject}'`))}`,
    fix: 'Have it signed by a trust root, add the intermediates behind it, or add its root to the bundle.',
  };
}
