import { tcpKeepalive, tlsSettings } from './connections.js';
import { fields, list, mapOf, oneOf } from './outline.js';

/** Settings of every proxy: meshConfig.defaultConfig. */
export const proxyConfig = fields(
  {
    string:
      'availabilityZone binaryPath configPath customConfigFile discoveryAddress discoveryRefreshDelay drainDuration envoyMetricsServiceAddress fileFlushInterval meshId proxyBootstrapTemplatePath serviceCluster statsdUdpAddress terminationDrainDuration zipkinAddress',
    strings: 'caCertificatesPem extraStatTags',
    integer: 'concurrency fileFlushMinSizeKb proxyAdminPort statNameLength statusPort',
    boolean: 'holdApplicationUntilProxyStarts statsCompression',
    labels: 'proxyMetadata runtimeValues',
  },
  {
    connectionSettings: fields(
      {
        integer:
          'clusterPerConnectionBufferLimitBytes globalDownstreamConnectionLimit http2InitialConnectionWindowSize http2InitialStreamWindowSize httpMaxConcurrentStreams listenerConnectionLimit listenerPerConnectionBufferLimitBytes',
        string:
          'httpDrainTimeout httpIdleTimeout httpMaxConnectionDuration httpMaxStreamDuration httpRequestHeadersTimeout httpRequestTimeout httpStreamIdleTimeout',
        boolean: 'httpMergeSlashes',
      },
      {
        httpHeadersWithUnderscoresAction: oneOf(
          'HEADERS_WITH_UNDERSCORES_UNSPECIFIED',
          'HEADERS_WITH_UNDERSCORES_ALLOW',
          'HEADERS_WITH_UNDERSCORES_REJECT_REQUEST',
          'HEADERS_WITH_UNDERSCORES_DROP_HEADER',
        ),
        httpPathWithEscapedSlashesAction: oneOf(
          'PATH_WITH_ESCAPED_SLASHES_UNSPECIFIED',
          'KEEP_UNCHANGED',
          'REJECT_REQUEST',
          'UNESCAPE_AND_REDIRECT',
          'UNESCAPE_AND_FORWARD',
        ),
        profile: oneOf('SIDECAR', 'EDGE'),
      },
    ),
    controlPlaneAuthPolicy: oneOf('NONE', 'MUTUAL_TLS', 'INHERIT'),
    envoyAccessLogService: fields({ string: 'address' }, { tcpKeepalive: tcpKeepalive, tlsSettings: tlsSettings }),
    envoyMetricsService: fields({ string: 'address' }, { tcpKeepalive: tcpKeepalive, tlsSettings: tlsSettings }),
    gatewayTopology: fields(
      { integer: 'numTrustedProxies', open: 'proxyProtocol' },
      {
        forwardClientCertDetails: oneOf(
          'UNDEFINED',
          'SANITIZE',
          'FORWARD_ONLY',
          'APPEND_FORWARD',
          'SANITIZE_SET',
          'ALWAYS_FORWARD_ONLY',
        ),
      },
    ),
    image: fields({ string: 'imageType' }),
    interceptionMode: oneOf('REDIRECT', 'TPROXY', 'NONE'),
    privateKeyProvider: fields(
      {},
      {
        cryptomb: fields({ boolean: 'fallback', string: 'pollDelay' }),
        qat: fields({ boolean: 'fallback', string: 'pollDelay' }),
      },
    ),
    proxyHeaders: fields(
      { boolean: 'preserveHttp1HeaderCase' },
      {
        attemptCount: fields({ boolean: 'disabled' }),
        envoyDebugHeaders: fields({ boolean: 'disabled' }),
        forwardedClientCert: oneOf(
          'UNDEFINED',
          'SANITIZE',
          'FORWARD_ONLY',
          'APPEND_FORWARD',
          'SANITIZE_SET',
          'ALWAYS_FORWARD_ONLY',
        ),
        metadataExchangeHeaders: fields({}, { mode: oneOf('UNDEFINED', 'IN_MESH') }),
        requestId: fields({ boolean: 'disabled' }),
        server: fields({ boolean: 'disabled', string: 'value' }),
        setCurrentClientCertDetails: fields({ boolean: 'cert chain dns subject uri' }),
        xForwardedHost: fields({ boolean: 'enabled' }),
        xForwardedPort: fields({ boolean: 'enabled' }),
      },
    ),
    proxyStatsMatcher: fields({ strings: 'inclusionPrefixes inclusionRegexps inclusionSuffixes' }),
    readinessProbe: fields(
      {
        integer:
          'failureThreshold initialDelaySeconds periodSeconds successThreshold terminationGracePeriodSeconds timeoutSeconds',
      },
      {
        exec: fields({ strings: 'command' }),
        grpc: fields({ integer: 'port', string: 'service' }, {}, ['port']),
        httpGet: fields(
          { string: 'host path scheme', intOrString: 'port' },
          { httpHeaders: list(fields({ string: 'name value' }, {}, ['name', 'value'])) },
          ['port'],
        ),
        tcpSocket: fields({ string: 'host', intOrString: 'port' }, {}, ['port']),
      },
    ),
    sds: fields({ boolean: 'enabled', string: 'k8sSaJwtPath' }),
    tracing: fields(
      { boolean: 'enableIstioTags', integer: 'maxPathTagLength', number: 'sampling' },
      {
        customTags: mapOf(
          fields(
            {},
            {
              environment: fields({ string: 'defaultValue name' }),
              header: fields({ string: 'defaultValue name' }),
              literal: fields({ string: 'value' }),
            },
          ),
        ),
        datadog: fields({ string: 'address' }),
        lightstep: fields({ string: 'accessToken address' }),
        openCensusAgent: fields(
          { string: 'address' },
          { context: list(oneOf('UNSPECIFIED', 'W3C_TRACE_CONTEXT', 'GRPC_BIN', 'CLOUD_TRACE_CONTEXT', 'B3')) },
        ),
        stackdriver: fields({
          boolean: 'debug',
          integer: 'maxNumberOfAnnotations maxNumberOfAttributes maxNumberOfMessageEvents',
        }),
        tlsSettings: tlsSettings,
        zipkin: fields({ string: 'address' }),
      },
    ),
    tracingServiceName: oneOf('APP_LABEL_AND_NAMESPACE', 'CANONICAL_NAME_ONLY', 'CANONICAL_NAME_AND_NAMESPACE'),
  },
);
