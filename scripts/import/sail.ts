import { closedObject, type JsonSchema, resourceSchema, type SchemaFile } from './json-schema.js';

/** The names of fields that are not looked into. */
const open = (names: string): Record<string, JsonSchema> =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, {}]),
  );

const text: JsonSchema = { type: 'string' };
const name: JsonSchema = { type: 'string', minLength: 1, maxLength: 253 };
const version: JsonSchema = { type: 'string', pattern: '^(master|v[0-9]+[.][0-9]+([.-].+)?)$' };

/**
 * Values of the istiod chart, as far down as a misspelt name passes unnoticed: what the operator does not know, it drops.
 *
 * @see https://github.com/istio-ecosystem/sail-operator/blob/1.30.3/api/v1/values_types.gen.go
 */
const values = closedObject(
  {
    ...open('telemetry base istiodRemote experimental gatewayClasses'),
    revision: text,
    defaultRevision: text,
    profile: text,
    compatibilityVersion: text,
    global: closedObject(
      open(`
        agentgateway arch caAddress caName certSigners configCluster configValidation defaultNodeSelector
        defaultPodDisruptionBudget defaultResources defaultTolerations enableReaderRBAC externalIstiod hub
        imagePullPolicy imagePullSecrets ipFamilies ipFamilyPolicy istioNamespace istiod jwtPolicy logAsJson logging
        meshID meshNetworks mountMtlsCerts multiCluster nativeNftables network networkPolicy
        omitSidecarInjectorConfigMap operatorManageWebhooks pilotCertProvider platform podDNSSearchNamespaces
        priorityClassName proxy proxy_init readerServiceAccount remotePilotAddress resourceScope revision sds sts tag
        tracer trustBundleName variant waypoint
      `),
      [],
    ),
    pilot: closedObject(
      open(`
        affinity autoscaleBehavior autoscaleEnabled autoscaleMax autoscaleMin cni configMap cpu crlConfigMapName
        deploymentLabels enabled env envVarFrom extraContainerArgs hub image ipFamilies ipFamilyPolicy istiodRemote
        jwksResolverExtraRootCA keepaliveMaxServerConnectionAge memory nodeSelector podAnnotations podLabels
        replicaCount resources rollingMaxSurge rollingMaxUnavailable seccompProfile serviceAccountAnnotations
        serviceAnnotations tag taint tolerations topologySpreadConstraints traceSampling trustedZtunnelNamespace
        variant volumeMounts volumes
      `),
      [],
    ),
    meshConfig: closedObject(
      open(`
        accessLogEncoding accessLogFile accessLogFormat ca caCertificates certificates configSources connectTimeout
        defaultConfig defaultDestinationRuleExportTo defaultHttpRetryPolicy defaultInboundHttpRetryPolicy
        defaultProviders defaultServiceExportTo defaultTrafficPolicy defaultVirtualServiceExportTo
        disableEnvoyListenerLog discoverySelectors dnsRefreshRate enableAutoMtls enableEnvoyAccessLogService
        enablePrometheusMerge enableTracing extensionProviders h2UpgradePolicy hboneIdleTimeout inboundClusterStatName
        inboundTrafficPolicy ingressClass ingressControllerMode ingressSelector ingressService localityLbSetting
        meshMTLS outboundClusterStatName outboundTrafficPolicy pathNormalization protocolDetectionTimeout
        proxyHttpPort proxyInboundListenPort proxyListenPort rootNamespace serviceEntryVisibility serviceScopeConfigs
        serviceSettings tcpKeepalive tlsDefaults trustDomain trustDomainAliases verifyCertificateAtClient
        zoneAwareLbSetting
      `),
      [],
    ),
    sidecarInjectorWebhook: closedObject(
      open(`
        alwaysInjectSelector defaultTemplates enableNamespacesByDefault injectedAnnotations injectionURL
        neverInjectSelector reinvocationPolicy rewriteAppHTTPProbe templates
      `),
      [],
    ),
  },
  [],
);

const cniValues = closedObject(
  {
    cni: closedObject(
      open(`
        affinity ambient chained cniBinDir cniConfDir cniConfFileName cniNetnsDir daemonSetLabels env
        excludeNamespaces hub image istioOwnedCNIConfig istioOwnedCNIConfigFileName logging podAnnotations podLabels
        privileged provider psp_cluster_role pullPolicy repair resource_quotas resources rollingMaxUnavailable
        seccompProfile tag useAppArmorAnnotation variant
      `),
      [],
    ),
    global: closedObject(
      open(`
        defaultResources hub imagePullPolicy imagePullSecrets logAsJson logging nativeNftables platform tag variant
      `),
      [],
    ),
  },
  [],
);

const profile: JsonSchema = {
  type: 'string',
  enum: 'ambient default demo empty external openshift openshift-ambient preview remote stable'.split(' '),
};

const updateStrategy = closedObject(
  {
    type: { type: 'string', enum: ['InPlace', 'RevisionBased'] },
    inactiveRevisionDeletionGracePeriodSeconds: { type: 'integer', minimum: 0 },
    updateWorkloads: { type: 'boolean' },
  },
  [],
);

/** The specs of the operator's kinds. @see https://github.com/istio-ecosystem/sail-operator/tree/1.30.3/api/v1 */
const specs: Readonly<Record<string, JsonSchema>> = {
  Istio: closedObject({ namespace: name, profile, updateStrategy, values, version }, ['namespace', 'version']),
  IstioCNI: closedObject({ namespace: name, profile, values: cniValues, version }, ['namespace', 'version']),
  IstioRevision: closedObject({ namespace: name, values, version }, ['namespace', 'version']),
  IstioRevisionTag: closedObject(
    { targetRef: closedObject({ kind: { type: 'string', enum: ['Istio', 'IstioRevision'] }, name }, ['kind', 'name']) },
    ['targetRef'],
  ),
};

/** Strict schemas of what the Sail operator installs Istio from. */
export function sailSchemas(): SchemaFile {
  const apiVersion = 'sailoperator.io/v1';
  return {
    kinds: Object.fromEntries(
      Object.entries(specs).map(([kind, spec]) => [
        `${apiVersion}/${kind}`,
        resourceSchema(apiVersion, kind, { spec, status: {} }, ['spec']),
      ]),
    ),
    definitions: {},
  };
}
