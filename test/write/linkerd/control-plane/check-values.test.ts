import { describe, expect, test } from 'vitest';
import { effect, refusalOfValues, type Setup } from './control-plane.js';

/** What the values are refused with, without the name of the construct. */
function faults(values: object, setup: Setup = {}): string[] {
  return refusalOfValues(values, setup).map((line) => line.replace("LinkerdControlPlane 'hub': ", ''));
}

describe('values of a control plane', () => {
  test('fails high availability in a cluster that does not say how many nodes it has, or has too few', () => {
    expect(faults({ highAvailability: true })).toEqual([
      "values.highAvailability is 3 pods of each controller on different nodes, in a cluster with an unknown number of nodes, expected a cluster of at least 3 nodes. Set nodes of cluster 'hub'.",
    ]);
    expect(faults({ highAvailability: true }, { cluster: { nodes: 2 } })).toEqual([
      'values.highAvailability is 3 pods of each controller on different nodes, in a cluster of 2, expected at least 3 nodes. Add nodes, or remove highAvailability: pods without a node of their own stay pending.',
    ]);
    expect(faults({ highAvailability: true }, { cluster: { nodes: 3 } })).toEqual([]);
  });

  test('fails high availability with one pod, and a part of a pod', () => {
    expect(faults({ highAvailability: true, controllerReplicas: 1 }, { cluster: { nodes: 3 } })).toEqual([
      'values.controllerReplicas is 1 with highAvailability, expected 2 or more. Remove it to have 3, or remove highAvailability.',
    ]);
    expect(faults({ controllerReplicas: 1.5 })).toEqual([
      'values.controllerReplicas is 1.5, expected an integer of 1 or more. Correct it, or remove it to use the default.',
    ]);
  });

  test('accepts two pods that may share a node', () => {
    expect(effect({ values: { controllerReplicas: 2 } })).toEqual(['all: spec.replicas: 1 -> 2']);
  });

  test('fails networks that are no CIDR', () => {
    expect(faults({ clusterNetworks: '10.0.0.0/8,,10.0.0.0' })).toEqual([
      "values.clusterNetworks is '10.0.0.0', expected CIDRs separated by commas, such as 10.42.0.0/16,10.43.0.0/16. Write address, slash and prefix length: otherwise the injector rejects every pod.",
      'values.clusterNetworks is an empty entry, expected CIDRs separated by commas, such as 10.42.0.0/16,10.43.0.0/16. Write address, slash and prefix length: otherwise the injector rejects every pod.',
    ]);
  });

  test('fails networks that do not hold pods or Services', () => {
    expect(faults({ clusterNetworks: '10.42.0.0/16' })).toEqual([
      "values.clusterNetworks is 10.42.0.0/16, which does not contain 10.43.0.0/16 of cluster 'hub', expected the networks of all pods and Services. Add 10.43.0.0/16: proxies discover no service outside these networks, and send it plaintext.",
    ]);
    expect(faults({ clusterNetworks: '10.43.0.0/16, 10.42.0.0/15' })).toEqual([]);
    expect(faults({ clusterNetworks: '10.42.0.0/17,10.43.0.0/16' })).toHaveLength(1);
    expect(faults({ clusterNetworks: 'fd00::/8' })).toHaveLength(2);
  });

  test('fails certificates of the user, which would not be renewed', () => {
    const values = {
      identity: {
        externalCA: false,
        issuer: { scheme: 'linkerd.io/tls', tls: { crtPEM: 'x' }, issuanceLifetime: '1 day' },
      },
      proxyInjector: { externalSecret: false, crtPEM: 'x', caBundle: 'x', injectCaFromSecret: 's' },
      policyValidator: { injectCaFrom: '' },
      enablePSP: true,
    };
    expect(faults(values)).toEqual([
      'values.enablePSP is true, expected false. Remove it: Kubernetes 1.25 removed PodSecurityPolicy.',
      'values.identity.externalCA is false, expected true. Remove it: with TrustHierarchy, cert-manager and trust-manager provide certificates and roots.',
      "values.identity.issuer.issuanceLifetime is '1 day', expected a duration such as 10s or 5m. Correct it, or remove it to use the default.",
      "values.identity.issuer.scheme is 'linkerd.io/tls', expected kubernetes.io/tls. Remove it: with TrustHierarchy, cert-manager and trust-manager provide certificates and roots.",
      'values.identity.issuer.tls.crtPEM is a certificate, expected nothing. Remove it: with TrustHierarchy, cert-manager and trust-manager provide certificates and roots.',
      'values.policyValidator.caBundle is empty, as is injectCaFrom, expected one of the two. Remove both so that cert-manager writes it; for your own CA, set caBundle and an empty injectCaFrom.',
      'values.proxyInjector.caBundle is set together with injectCaFrom, expected one of the two. Remove both so that cert-manager writes it; for your own CA, set caBundle and an empty injectCaFrom.',
      'values.proxyInjector.crtPEM is a certificate, expected nothing. Remove it: with TrustHierarchy, cert-manager and trust-manager provide certificates and roots.',
      'values.proxyInjector.externalSecret is false, expected true. Remove it: with TrustHierarchy, cert-manager and trust-manager provide certificates and roots.',
      "values.proxyInjector.injectCaFromSecret is 's', expected nothing. Remove it: with TrustHierarchy, cert-manager and trust-manager provide certificates and roots.",
    ]);
  });

  test('fails a native sidecar that is to wait before it ends', () => {
    expect(faults({ proxy: { waitBeforeExitSeconds: 5 } })).toEqual([
      'values.proxy.waitBeforeExitSeconds is 5 with native sidecars, expected 0. Remove it: a native sidecar ends after the containers of its pod, and release 2.19 would refuse to inject.',
    ]);
  });

  test('fails a close-wait timeout without root, and without an init container', () => {
    expect(faults({ proxyInit: { closeWaitTimeoutSecs: 5 } })).toEqual([
      'values.proxyInit.closeWaitTimeoutSecs is 5 without runAsRoot, expected 0, or proxyInit.runAsRoot. Also set proxyInit.runAsRoot: only root may change the kernel parameter.',
    ]);
    expect(faults({ proxyInit: { closeWaitTimeoutSecs: 5, runAsRoot: true } }, { withCni: true })).toEqual([
      'values.proxyInit.closeWaitTimeoutSecs is 5 in a cluster with linkerd-cni, expected 0. Remove it: there is no init container to change the kernel parameter.',
    ]);
  });

  test('fails traces that go nowhere', () => {
    expect(faults({ proxy: { tracing: { enabled: true } }, controller: { tracing: { enabled: true } } })).toEqual([
      'values.controller.tracing.collector.endpoint is empty, expected the collector that receives traces. Set it here or at proxy.tracing.collector.endpoint.',
      'values.proxy.tracing.collector.endpoint is empty, expected the collector that receives traces. Set it, or disable proxy.tracing.',
      'values.proxy.tracing.collector.meshIdentity.namespace is empty, expected the collector that receives traces. Set it, or disable proxy.tracing.',
      'values.proxy.tracing.collector.meshIdentity.serviceAccountName is empty, expected the collector that receives traces. Set it, or disable proxy.tracing.',
    ]);
  });

  test('fails words that are none of those that upstream knows', () => {
    const values = {
      controllerLogFormat: 'xml',
      controllerLogLevel: 'loud',
      imagePullPolicy: 'Sometimes',
      networkValidator: { logFormat: 'xml' },
      proxy: {
        accessLog: 'yes',
        defaultInboundPolicy: 'allow',
        logFormat: 'xml',
        logHTTPHeaders: 'on',
        outboundTransportMode: 'x',
      },
      proxyInit: { iptablesMode: 'x', logFormat: 'xml' },
      webhookFailurePolicy: 'Maybe',
      identityTrustDomain: '',
      podMonitor: { controller: { namespaceSelector: 'x: [' } },
    };
    expect(faults(values)).toEqual([
      "values.controllerLogFormat is 'xml', expected 'plain' or 'json'. Correct it, or remove it to use the default. Likewise: values.networkValidator.logFormat, values.proxy.logFormat, values.proxyInit.logFormat.",
      "values.controllerLogLevel is 'loud', expected 'panic', 'fatal', 'error', 'warn', 'info', 'debug' or 'trace'. Correct it, or remove it to use the default.",
      "values.identityTrustDomain is '', expected a DNS name of lower-case letters, digits, dashes and dots, such as cluster.local. Correct it, or remove it to use the default.",
      "values.imagePullPolicy is 'Sometimes', expected 'Always', 'IfNotPresent' or 'Never'. Correct it, or remove it to use the default.",
      "values.podMonitor.controller.namespaceSelector is 'x: [', expected a mapping in YAML, such as 'any: true'. Correct it, or remove it to use the default.",
      "values.proxy.accessLog is 'yes', expected 'apache' or 'json'. Correct it, or remove it to use the default.",
      "values.proxy.defaultInboundPolicy is 'allow', expected 'all-authenticated', 'all-unauthenticated', 'audit', 'cluster-authenticated', 'cluster-unauthenticated' or 'deny'. Correct it, or remove it to use the default.",
      "values.proxy.logHTTPHeaders is 'on', expected 'off' or 'insecure'. Correct it, or remove it to use the default.",
      "values.proxy.outboundTransportMode is 'x', expected 'transport-header' or 'transparent'. Correct it, or remove it to use the default.",
      "values.proxyInit.iptablesMode is 'x', expected 'nft' or 'legacy'. Correct it, or remove it to use the default.",
      "values.webhookFailurePolicy is 'Maybe', expected 'Fail' or 'Ignore'. Correct it, or remove it to use the default.",
    ]);
  });

  test('fails ports that collide or are none', () => {
    const values = {
      proxy: { ports: { admin: 4143, control: 0 }, opaquePorts: '25,x', requireIdentityOnInboundPorts: '9-1' },
      proxyInit: { ignoreInboundPorts: '70000', kubeAPIServerPorts: '443;6443' },
    };
    expect(faults(values)).toEqual([
      "values.proxy.opaquePorts is '25,x', expected ports and ranges separated by commas, such as 25,587,3306,6000-6010. Correct it, or remove it to use the default.",
      'values.proxy.ports.control is 0, expected an integer from 1 to 65535. Correct it, or remove it to use the default.',
      'values.proxy.ports.inbound is 4143, the same as proxy.ports.admin, expected a different port. Choose another.',
      "values.proxy.requireIdentityOnInboundPorts is '9-1', expected ports and ranges separated by commas, such as 25,587,3306,6000-6010. Correct it, or remove it to use the default.",
      "values.proxyInit.ignoreInboundPorts is '70000', expected ports and ranges separated by commas, such as 25,587,3306,6000-6010. Correct it, or remove it to use the default.",
      "values.proxyInit.kubeAPIServerPorts is '443;6443', expected ports and ranges separated by commas, such as 25,587,3306,6000-6010. Correct it, or remove it to use the default.",
    ]);
  });

  test('fails limits below requests, those of the proxies beside the controllers too, and what is not a quantity', () => {
    const values = {
      destinationResources: { cpu: { request: '2' } },
      identityProxyResources: { memory: { limit: '1Mi' } },
      proxy: { resources: { memory: { limit: 'much' } } },
    };
    expect(faults(values)).toEqual([
      'values.destinationResources.cpu.limit is 1, expected at least the request of 2. Raise the limit, or lower the request.',
      'values.identityProxyResources.memory.limit is 1Mi, expected at least the request of 20Mi. Raise the limit, or lower the request.',
      "values.proxy.resources.memory.limit is 'much', expected a Kubernetes quantity above zero, such as '128Mi'. Correct the quantity.",
    ]);
  });
});
