import type { Rule } from '../../rule.js';
import apiVersionsAreCurrent from './api-versions-are-current.js';
import clusterNetworksCoverTheCluster from './cluster-networks-cover-the-cluster.js';
import cniPluginIsComplete from './cni-plugin-is-complete.js';
import componentsRunOneRelease from './components-run-one-release.js';
import configAgreesWithTheContainers from './config-agrees-with-the-containers.js';
import configServesTheInjector from './config-serves-the-injector.js';
import controlPlaneIsComplete from './control-plane-is-complete.js';
import controllersMayDoTheirWork from './controllers-may-do-their-work.js';
import egressRoutesTakeEffect from './egress-routes-take-effect.js';
import gatewayApiIsSupported from './gateway-api-is-supported.js';
import highAvailabilityIsComplete from './high-availability-is-complete.js';
import httpPoliciesMeetHttp from './http-policies-meet-http.js';
import identityIssuerFitsItsScheme from './identity-issuer-fits-its-scheme.js';
import injectorSelectsWhatItShould from './injector-selects-what-it-should.js';
import issuersAreTrustedByPeers from './issuers-are-trusted-by-peers.js';
import jobsEndWithTheirProxy from './jobs-end-with-their-proxy.js';
import linksAreComplete from './links-are-complete.js';
import namespaceIsMarked from './namespace-is-marked.js';
import nativeSidecarsFitTheRelease from './native-sidecars-fit-the-release.js';
import nothingPhonesHome from './nothing-phones-home.js';
import opaquePortsAgree from './opaque-ports-agree.js';
import podSecurityAdmitsTheMesh from './pod-security-admits-the-mesh.js';
import podsFollowTheTrustRoot from './pods-follow-the-trust-root.js';
import profilesStandAlone from './profiles-stand-alone.js';
import proxiesDialOpenPorts from './proxies-dial-open-ports.js';
import rateLimitsTakeEffect from './rate-limits-take-effect.js';
import resourceDefinitionsAreServed from './resource-definitions-are-served.js';
import routesAreDefined from './routes-are-defined.js';
import trafficAnnotationsAreValid from './traffic-annotations-are-valid.js';
import trustAnchorsAgree from './trust-anchors-agree.js';
import trustAnchorsAreSupported from './trust-anchors-are-supported.js';
import webhookCertificatesAreTrusted from './webhook-certificates-are-trusted.js';
import webhooksAreAsked from './webhooks-are-asked.js';
import webhooksFailSafely from './webhooks-fail-safely.js';
import webhooksReachAServer from './webhooks-reach-a-server.js';

export const linkerdRules: readonly Rule[] = [
  apiVersionsAreCurrent,
  clusterNetworksCoverTheCluster,
  cniPluginIsComplete,
  componentsRunOneRelease,
  configAgreesWithTheContainers,
  configServesTheInjector,
  controlPlaneIsComplete,
  controllersMayDoTheirWork,
  egressRoutesTakeEffect,
  gatewayApiIsSupported,
  highAvailabilityIsComplete,
  httpPoliciesMeetHttp,
  identityIssuerFitsItsScheme,
  injectorSelectsWhatItShould,
  issuersAreTrustedByPeers,
  jobsEndWithTheirProxy,
  linksAreComplete,
  namespaceIsMarked,
  nativeSidecarsFitTheRelease,
  nothingPhonesHome,
  opaquePortsAgree,
  podSecurityAdmitsTheMesh,
  podsFollowTheTrustRoot,
  profilesStandAlone,
  proxiesDialOpenPorts,
  rateLimitsTakeEffect,
  resourceDefinitionsAreServed,
  routesAreDefined,
  trafficAnnotationsAreValid,
  trustAnchorsAgree,
  trustAnchorsAreSupported,
  webhookCertificatesAreTrusted,
  webhooksAreAsked,
  webhooksFailSafely,
  webhooksReachAServer,
];
