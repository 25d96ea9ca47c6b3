import { meshConfig } from './mesh-config.js';
import { fields, list, mapOf, oneOf } from './outline.js';

/** Settings of the control plane: spec.values of Istio and IstioRevision. */
export const values = fields(
  { string: 'compatibilityVersion defaultRevision profile revision', open: 'experimental gatewayClasses' },
  {
    base: fields({ strings: 'excludedCRDs', string: 'validationCABundle validationURL' }),
    global: fields(
      {
        string:
          'caAddress caName hub ipFamilyPolicy istioNamespace jwtPolicy meshID network pilotCertProvider platform priorityClassName remotePilotAddress revision tag trustBundleName variant',
        strings: 'certSigners imagePullSecrets ipFamilies podDNSSearchNamespaces',
        boolean:
          'configCluster configValidation enableReaderRBAC externalIstiod logAsJson mountMtlsCerts nativeNftables omitSidecarInjectorConfigMap operatorManageWebhooks',
        labels: 'defaultNodeSelector',
      },
      {
        agentgateway: fields({ string: 'image' }),
        arch: fields({ integer: 'amd64 arm64 ppc64le s390x' }),
        defaultPodDisruptionBudget: fields({ boolean: 'enabled' }),
        defaultResources: fields(
          {},
          { claims: list('open'), limits: mapOf('intOrString'), requests: mapOf('intOrString') },
        ),
        defaultTolerations: list(fields({ string: 'effect key operator value', integer: 'tolerationSeconds' })),
        imagePullPolicy: oneOf('Always', 'Never', 'IfNotPresent'),
        istiod: fields({ boolean: 'enableAnalysis' }),
        logging: fields({ string: 'level' }),
        meshNetworks: mapOf(fields({}, { endpoints: list('open'), gateways: list('open') })),
        multiCluster: fields({ string: 'clusterName globalDomainSuffix', boolean: 'enabled includeEnvoyFilter' }),
        networkPolicy: fields({ boolean: 'enabled' }),
        proxy: fields(
          {
            string:
              'autoInject clusterDomain componentLogLevel excludeIPRanges excludeInboundPorts excludeOutboundPorts image includeIPRanges includeInboundPorts includeOutboundPorts logLevel outlierLogPath',
            boolean: 'enableCoreDump holdApplicationUntilProxyStarts privileged',
            open: 'lifecycle resources seccompProfile startupProbe',
            integer: 'readinessFailureThreshold readinessInitialDelaySeconds readinessPeriodSeconds statusPort',
          },
          { tracer: oneOf('zipkin', 'lightstep', 'datadog', 'stackdriver', 'openCensusAgent', 'none') },
        ),
        proxy_init: fields({ string: 'image', open: 'resources' }),
        readerServiceAccount: fields({ string: 'name namespace' }),
        resourceScope: oneOf('undefined', 'all', 'cluster', 'namespace'),
        sds: fields({ open: 'token' }),
        sts: fields({ integer: 'servicePort' }),
        tracer: fields({ open: 'datadog lightstep stackdriver zipkin' }),
        waypoint: fields(
          { open: 'affinity nodeSelector resources' },
          { toleration: list('open'), topologySpreadConstraints: list('open') },
        ),
      },
    ),
    istiodRemote: fields({
      boolean: 'enabled enabledLocalInjectorIstiod',
      string: 'injectionCABundle injectionPath injectionURL',
    }),
    meshConfig,
    pilot: fields(
      {
        boolean: 'autoscaleEnabled configMap enabled',
        integer: 'autoscaleMax autoscaleMin replicaCount',
        string:
          'crlConfigMapName hub image ipFamilyPolicy jwksResolverExtraRootCA keepaliveMaxServerConnectionAge tag trustedZtunnelNamespace variant',
        labels:
          'deploymentLabels env nodeSelector podAnnotations podLabels serviceAccountAnnotations serviceAnnotations',
        strings: 'extraContainerArgs ipFamilies',
        intOrString: 'rollingMaxSurge rollingMaxUnavailable',
        number: 'traceSampling',
      },
      {
        affinity: fields({ open: 'nodeAffinity podAffinity podAntiAffinity' }),
        autoscaleBehavior: fields({ open: 'scaleDown scaleUp' }),
        cni: fields({ boolean: 'enabled', string: 'provider' }),
        cpu: fields({ integer: 'targetAverageUtilization' }),
        envVarFrom: list(fields({ string: 'name value', open: 'valueFrom' }, {}, ['name'])),
        istiodRemote: fields({
          boolean: 'enabled enabledLocalInjectorIstiod',
          string: 'injectionCABundle injectionPath injectionURL',
        }),
        memory: fields({ integer: 'targetAverageUtilization' }),
        resources: fields({}, { claims: list('open'), limits: mapOf('intOrString'), requests: mapOf('intOrString') }),
        seccompProfile: fields({ string: 'localhostProfile type' }, {}, ['type']),
        taint: fields({ boolean: 'enabled', string: 'name namespace' }),
        tolerations: list(fields({ string: 'effect key operator value', integer: 'tolerationSeconds' })),
        topologySpreadConstraints: list(
          fields(
            {
              open: 'labelSelector',
              strings: 'matchLabelKeys',
              integer: 'maxSkew minDomains',
              string: 'nodeAffinityPolicy nodeTaintsPolicy topologyKey whenUnsatisfiable',
            },
            {},
            ['maxSkew', 'topologyKey', 'whenUnsatisfiable'],
          ),
        ),
        volumeMounts: list(
          fields(
            { string: 'mountPath mountPropagation name recursiveReadOnly subPath subPathExpr', boolean: 'readOnly' },
            {},
            ['mountPath', 'name'],
          ),
        ),
        volumes: list(
          fields(
            {
              open: 'awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI emptyDir ephemeral fc flexVolume flocker gcePersistentDisk gitRepo glusterfs hostPath image iscsi nfs persistentVolumeClaim photonPersistentDisk portworxVolume projected quobyte rbd scaleIO secret storageos vsphereVolume',
              string: 'name',
            },
            {},
            ['name'],
          ),
        ),
      },
    ),
    sidecarInjectorWebhook: fields(
      {
        strings: 'defaultTemplates',
        boolean: 'enableNamespacesByDefault rewriteAppHTTPProbe',
        labels: 'injectedAnnotations templates',
        string: 'injectionURL reinvocationPolicy',
      },
      {
        alwaysInjectSelector: list(fields({ labels: 'matchLabels' }, { matchExpressions: list('open') })),
        neverInjectSelector: list(fields({ labels: 'matchLabels' }, { matchExpressions: list('open') })),
      },
    ),
    telemetry: fields({ boolean: 'enabled' }, { v2: fields({ boolean: 'enabled', open: 'prometheus stackdriver' }) }),
  },
);

/** Settings of the node agent: spec.values of IstioCNI. */
export const cniValues = fields(
  {},
  {
    cni: fields(
      {
        boolean: 'chained istioOwnedCNIConfig privileged useAppArmorAnnotation',
        string:
          'cniBinDir cniConfDir cniConfFileName cniNetnsDir hub image istioOwnedCNIConfigFileName provider psp_cluster_role tag variant',
        labels: 'daemonSetLabels env podAnnotations podLabels',
        strings: 'excludeNamespaces',
        intOrString: 'rollingMaxUnavailable',
      },
      {
        affinity: fields(
          {},
          {
            nodeAffinity: fields(
              { open: 'requiredDuringSchedulingIgnoredDuringExecution' },
              { preferredDuringSchedulingIgnoredDuringExecution: list('open') },
            ),
            podAffinity: fields(
              {},
              {
                preferredDuringSchedulingIgnoredDuringExecution: list('open'),
                requiredDuringSchedulingIgnoredDuringExecution: list('open'),
              },
            ),
            podAntiAffinity: fields(
              {},
              {
                preferredDuringSchedulingIgnoredDuringExecution: list('open'),
                requiredDuringSchedulingIgnoredDuringExecution: list('open'),
              },
            ),
          },
        ),
        ambient: fields(
          {
            string: 'configDir',
            boolean:
              'dnsCapture enableAmbientDetectionRetry enabled ipv6 reconcileIptablesOnStartup shareHostNetworkNamespace',
          },
          { enablementSelectors: list(fields({ open: 'namespaceSelector podSelector' })) },
        ),
        logging: fields({ string: 'level' }),
        pullPolicy: oneOf('Always', 'Never', 'IfNotPresent'),
        repair: fields({
          string: 'brokenPodLabelKey brokenPodLabelValue createEvents hub image initContainerName tag',
          boolean: 'deletePods enabled labelPods repairPods',
        }),
        resource_quotas: fields({ boolean: 'enabled', integer: 'pods' }),
        resources: fields(
          {},
          {
            claims: list(fields({ string: 'name request' }, {}, ['name'])),
            limits: mapOf('intOrString'),
            requests: mapOf('intOrString'),
          },
        ),
        seccompProfile: fields({ string: 'localhostProfile type' }, {}, ['type']),
      },
    ),
    global: fields(
      { string: 'hub platform tag variant', strings: 'imagePullSecrets', boolean: 'logAsJson nativeNftables' },
      {
        defaultResources: fields(
          {},
          {
            claims: list(fields({ string: 'name request' }, {}, ['name'])),
            limits: mapOf('intOrString'),
            requests: mapOf('intOrString'),
          },
        ),
        imagePullPolicy: oneOf('Always', 'Never', 'IfNotPresent'),
        logging: fields({ string: 'level' }),
      },
    ),
  },
);
