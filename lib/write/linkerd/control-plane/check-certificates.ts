import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import type { LinkerdValues } from './values.js';

export function checkCertificates(place: Place, values: LinkerdValues): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const refuse = (path: string, got: string, expected: string) => {
    problems.push({
      ...at(place, path),
      got,
      expected,
      fix: 'Remove it: with TrustHierarchy, cert-manager and trust-manager provide certificates and roots.',
    });
  };
  const { identity } = values;
  if (identity.issuer.scheme !== 'kubernetes.io/tls')
    refuse('identity.issuer.scheme', `'${identity.issuer.scheme}'`, 'kubernetes.io/tls');
  if (!identity.externalCA) refuse('identity.externalCA', 'false', 'true');
  if (identity.issuer.tls.crtPEM !== '') refuse('identity.issuer.tls.crtPEM', 'a certificate', 'nothing');
  for (const webhook of ['policyValidator', 'profileValidator', 'proxyInjector'] as const) {
    const { caBundle, crtPEM, externalSecret, injectCaFrom, injectCaFromSecret } = values[webhook];
    if (!externalSecret) refuse(`${webhook}.externalSecret`, 'false', 'true');
    if (crtPEM !== '') refuse(`${webhook}.crtPEM`, 'a certificate', 'nothing');
    if (injectCaFromSecret !== '') refuse(`${webhook}.injectCaFromSecret`, `'${injectCaFromSecret}'`, 'nothing');
    if ((caBundle === '') === (injectCaFrom === '')) {
      problems.push({
        ...at(place, `${webhook}.caBundle`),
        got: caBundle === '' ? 'empty, as is injectCaFrom' : 'set together with injectCaFrom',
        expected: 'one of the two',
        fix: 'Remove both so that cert-manager writes it; for your own CA, set caBundle and an empty injectCaFrom.',
      });
    }
  }
  if (values.enablePSP) {
    problems.push({
      ...at(place, 'enablePSP'),
      got: 'true',
      expected: 'false',
      fix: 'Remove it: Kubernetes 1.25 removed PodSecurityPolicy.',
    });
  }
  return problems;
}
