import { retryPolicy, tcpKeepalive, tlsSettings } from './connections.js';
import { provider } from './extension-provider.js';
import { fields, list, mapOf, oneOf } from './outline.js';
import { proxyConfig } from './proxy-config.js';

/** Limits that apply unless a DestinationRule overrides them: meshConfig.defaultTrafficPolicy. */
const trafficPolicy = fields(
  {},
  {
    connectionPool: fields(
      {},
      {
        http: fields(
          {
            integer:
              'http1MaxPendingRequests http2MaxRequests maxConcurrentStreams maxRequestsPerConnection maxRetries',
            string: 'idleTimeout',
            boolean: 'useClientProtocol',
          },
          {
            h2UpgradePolicy: oneOf('DEFAULT', 'DO_NOT_UPGRADE', 'UPGRADE'),
            http2KeepAlive: fields({ string: 'interval timeout' }),
          },
        ),
        tcp: fields(
          { string: 'connectTimeout idleTimeout maxConnectionDuration', integer: 'maxConnections' },
          { tcpKeepalive: tcpKeepalive },
        ),
      },
    ),
    outlierDetection: fields(
      {
        string: 'baseEjectionTime interval',
        integer:
          'consecutive5xxErrors consecutiveErrors consecutiveGatewayErrors consecutiveLocalOriginFailures maxEjectionPercent minHealthPercent',
        boolean: 'splitExternalLocalOriginErrors',
      },
      { outlierDetectionHttpErrorCodes: list('integer') },
    ),
  },
);

/** Settings of the mesh: spec.values.meshConfig. */
export const meshConfig = fields(
  {
    string:
      'accessLogFile accessLogFormat connectTimeout dnsRefreshRate hboneIdleTimeout inboundClusterStatName ingressClass ingressSelector ingressService outboundClusterStatName protocolDetectionTimeout rootNamespace trustDomain',
    strings: 'defaultDestinationRuleExportTo defaultServiceExportTo defaultVirtualServiceExportTo trustDomainAliases',
    boolean:
      'disableEnvoyListenerLog enableAutoMtls enableEnvoyAccessLogService enablePrometheusMerge enableTracing verifyCertificateAtClient',
    integer: 'proxyHttpPort proxyInboundListenPort proxyListenPort',
  },
  {
    accessLogEncoding: oneOf('TEXT', 'JSON'),
    ca: fields({ string: 'address requestTimeout', boolean: 'istiodSide' }, { tlsSettings: tlsSettings }, ['address']),
    caCertificates: list(fields({ strings: 'certSigners trustDomains', string: 'pem spiffeBundleUrl' })),
    certificates: list(fields({ strings: 'dnsNames', string: 'secretName' })),
    configSources: list(
      fields({ string: 'address' }, { subscribedResources: list(oneOf('SERVICE_REGISTRY')), tlsSettings: tlsSettings }),
    ),
    defaultConfig: proxyConfig,
    defaultHttpRetryPolicy: retryPolicy,
    defaultInboundHttpRetryPolicy: retryPolicy,
    defaultProviders: fields({ strings: 'accessLogging metrics tracing' }),
    defaultTrafficPolicy: trafficPolicy,
    discoverySelectors: list(
      fields(
        { labels: 'matchLabels' },
        { matchExpressions: list(fields({ string: 'key operator', strings: 'values' }, {}, ['key', 'operator'])) },
      ),
    ),
    extensionProviders: list(provider),
    h2UpgradePolicy: oneOf('DO_NOT_UPGRADE', 'UPGRADE'),
    inboundTrafficPolicy: fields({}, { mode: oneOf('PASSTHROUGH', 'LOCALHOST') }),
    ingressControllerMode: oneOf('UNSPECIFIED', 'OFF', 'DEFAULT', 'STRICT'),
    localityLbSetting: fields(
      { boolean: 'enabled', strings: 'failoverPriority' },
      {
        distribute: list(fields({ string: 'from' }, { to: mapOf('integer') })),
        failover: list(fields({ string: 'from to' })),
      },
    ),
    meshMTLS: fields(
      { strings: 'cipherSuites ecdhCurves' },
      { minProtocolVersion: oneOf('TLS_AUTO', 'TLSV1_2', 'TLSV1_3') },
    ),
    outboundTrafficPolicy: fields(
      {},
      { mode: oneOf('REGISTRY_ONLY', 'ALLOW_ANY', 'ALLOW_ANY_DYNAMIC_DNS'), tls: tlsSettings },
    ),
    pathNormalization: fields(
      {},
      { normalization: oneOf('DEFAULT', 'NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES') },
    ),
    serviceEntryVisibility: fields(
      { boolean: 'applyToSidecars' },
      {
        defaultVisibility: oneOf('VISIBILITY_UNSPECIFIED', 'NONE', 'NAMESPACE', 'PUBLIC'),
        policies: list(
          fields(
            {},
            {
              matchingRules: list(
                fields(
                  {},
                  {
                    namespaceSelector: fields(
                      { labels: 'matchLabels' },
                      {
                        matchExpressions: list(
                          fields({ string: 'key operator', strings: 'values' }, {}, ['key', 'operator']),
                        ),
                      },
                    ),
                  },
                ),
              ),
              visibility: oneOf('VISIBILITY_UNSPECIFIED', 'NONE', 'NAMESPACE', 'PUBLIC'),
            },
          ),
        ),
      },
    ),
    serviceScopeConfigs: list(
      fields(
        {},
        {
          namespaceSelector: fields(
            { labels: 'matchLabels' },
            { matchExpressions: list(fields({ string: 'key operator', strings: 'values' }, {}, ['key', 'operator'])) },
          ),
          scope: oneOf('LOCAL', 'GLOBAL'),
          servicesSelector: fields(
            { labels: 'matchLabels' },
            { matchExpressions: list(fields({ string: 'key operator', strings: 'values' }, {}, ['key', 'operator'])) },
          ),
        },
      ),
    ),
    serviceSettings: list(fields({ strings: 'hosts' }, { settings: fields({ boolean: 'clusterLocal' }) })),
    tcpKeepalive: tcpKeepalive,
    tlsDefaults: fields(
      { strings: 'cipherSuites ecdhCurves' },
      { minProtocolVersion: oneOf('TLS_AUTO', 'TLSV1_2', 'TLSV1_3') },
    ),
    zoneAwareLbSetting: fields(
      { boolean: 'enabled', strings: 'failoverPriority', integer: 'minClusterSize' },
      { failover: list(fields({ string: 'from to' })) },
    ),
  },
);
