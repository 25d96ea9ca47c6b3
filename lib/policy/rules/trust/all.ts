import type { Rule } from '../../rule.js';
import bundleHoldsAuthorities from './bundle-holds-authorities.js';
import certificateHasAName from './certificate-has-a-name.js';
import durationsAreCanonical from './durations-are-canonical.js';
import identityIssuerOutlivesProxies from './identity-issuer-outlives-proxies.js';
import issuedSecretIsRead from './issued-secret-is-read.js';
import issuerExists from './issuer-exists.js';
import issuerFitsWhatItSigns from './issuer-fits-what-it-signs.js';
import issuerIsUsed from './issuer-is-used.js';
import issuerOutlivesWhatItSigns from './issuer-outlives-what-it-signs.js';
import keysAreRotated from './keys-are-rotated.js';
import keysFitTheirAlgorithm from './keys-fit-their-algorithm.js';
import keystoresHoldNoPassword from './keystores-hold-no-password.js';
import lifetimesAreBounded from './lifetimes-are-bounded.js';
import linkerdBundleReachesTheMesh from './linkerd-bundle-reaches-the-mesh.js';
import linkerdCertificatesAreComplete from './linkerd-certificates-are-complete.js';
import meshAuthoritySignsTheMeshAlone from './mesh-authority-signs-the-mesh-alone.js';
import meshKeysAreSupported from './mesh-keys-are-supported.js';
import meshTrustsNamedRoots from './mesh-trusts-named-roots.js';
import namesAreExact from './names-are-exact.js';
import renewalFitsLifetime from './renewal-fits-lifetime.js';
import secretHasOneCertificate from './secret-has-one-certificate.js';
import signingCertificateIsACa from './signing-certificate-is-a-ca.js';
import usagesFitTheCertificate from './usages-fit-the-certificate.js';
import webhookCertificateNamesItsService from './webhook-certificate-names-its-service.js';
import wildcardsAreProvenByDns from './wildcards-are-proven-by-dns.js';

export const trustRules: readonly Rule[] = [
  bundleHoldsAuthorities,
  certificateHasAName,
  durationsAreCanonical,
  identityIssuerOutlivesProxies,
  issuedSecretIsRead,
  issuerExists,
  issuerFitsWhatItSigns,
  issuerIsUsed,
  issuerOutlivesWhatItSigns,
  keysAreRotated,
  keysFitTheirAlgorithm,
  keystoresHoldNoPassword,
  lifetimesAreBounded,
  linkerdBundleReachesTheMesh,
  linkerdCertificatesAreComplete,
  meshAuthoritySignsTheMeshAlone,
  meshKeysAreSupported,
  meshTrustsNamedRoots,
  namesAreExact,
  renewalFitsLifetime,
  secretHasOneCertificate,
  signingCertificateIsACa,
  usagesFitTheCertificate,
  webhookCertificateNamesItsService,
  wildcardsAreProvenByDns,
];
