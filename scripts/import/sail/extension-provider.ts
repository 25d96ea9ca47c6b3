import { fields, list, oneOf } from './outline.js';

/** What decides on, logs, counts or traces requests: meshConfig.extensionProviders. */
export const provider = fields(
  { string: 'name', open: 'prometheus' },
  {
    datadog: fields({ integer: 'maxTagLength port', string: 'service' }, {}, ['port', 'service']),
    envoyExtAuthzGrpc: fields(
      { boolean: 'clearRouteCache failOpen', integer: 'port', string: 'service statusOnError timeout' },
      { includeRequestBodyInCheck: fields({ boolean: 'allowPartialMessage packAsBytes', integer: 'maxRequestBytes' }) },
      ['port', 'service'],
    ),
    envoyExtAuthzHttp: fields(
      {
        boolean: 'clearRouteCache failOpen',
        strings:
          'headersToDownstreamOnAllow headersToDownstreamOnDeny headersToUpstreamOnAllow includeHeadersInCheck includeRequestHeadersInCheck',
        labels: 'includeAdditionalHeadersInCheck',
        string: 'pathPrefix service statusOnError timeout',
        integer: 'port',
      },
      { includeRequestBodyInCheck: fields({ boolean: 'allowPartialMessage packAsBytes', integer: 'maxRequestBytes' }) },
      ['port', 'service'],
    ),
    envoyFileAccessLog: fields(
      { boolean: 'omitEmptyValues', string: 'path' },
      { logFormat: fields({ labels: 'labels', string: 'text' }) },
    ),
    envoyHttpAls: fields(
      {
        strings:
          'additionalRequestHeadersToLog additionalResponseHeadersToLog additionalResponseTrailersToLog filterStateObjectsToLog',
        string: 'logName service',
        integer: 'port',
      },
      {},
      ['port', 'service'],
    ),
    envoyOtelAls: fields(
      { string: 'logName service', integer: 'port' },
      { logFormat: fields({ labels: 'labels', string: 'text' }) },
      ['port', 'service'],
    ),
    envoyTcpAls: fields({ strings: 'filterStateObjectsToLog', string: 'logName service', integer: 'port' }, {}, [
      'port',
      'service',
    ]),
    lightstep: fields({ string: 'accessToken service', integer: 'maxTagLength port' }, {}, ['port', 'service']),
    opencensus: fields(
      { integer: 'maxTagLength port', string: 'service' },
      { context: list(oneOf('UNSPECIFIED', 'W3C_TRACE_CONTEXT', 'GRPC_BIN', 'CLOUD_TRACE_CONTEXT', 'B3')) },
      ['port', 'service'],
    ),
    opentelemetry: fields(
      { integer: 'maxTagLength port', string: 'service' },
      {
        dynatraceSampler: fields(
          { integer: 'clusterId rootSpansPerMinute', string: 'tenant' },
          {
            httpService: fields(
              { integer: 'port', string: 'service' },
              {
                http: fields(
                  { string: 'path timeout' },
                  { headers: list(fields({ string: 'envName name value' }, {}, ['name'])) },
                  ['path'],
                ),
              },
              ['http', 'port', 'service'],
            ),
          },
          ['clusterId', 'tenant'],
        ),
        grpc: fields(
          { string: 'timeout' },
          { initialMetadata: list(fields({ string: 'envName name value' }, {}, ['name'])) },
        ),
        http: fields(
          { string: 'path timeout' },
          { headers: list(fields({ string: 'envName name value' }, {}, ['name'])) },
          ['path'],
        ),
        resourceDetectors: fields({ open: 'dynatrace environment' }),
        serviceAttributeEnrichment: oneOf('ISTIO_CANONICAL', 'OTEL_SEMANTIC_CONVENTIONS'),
      },
      ['port', 'service'],
    ),
    sds: fields({ string: 'name service', integer: 'port' }, {}, ['name', 'port', 'service']),
    skywalking: fields({ string: 'accessToken service', integer: 'port' }, {}, ['port', 'service']),
    stackdriver: fields(
      {
        boolean: 'debug',
        integer: 'maxNumberOfAnnotations maxNumberOfAttributes maxNumberOfMessageEvents maxTagLength',
      },
      { logging: fields({ labels: 'labels' }) },
    ),
    zipkin: fields(
      { boolean: 'enable64bitTraceId', integer: 'maxTagLength port', string: 'path service timeout' },
      {
        headers: list(fields({ string: 'envName name value' }, {}, ['name'])),
        traceContextOption: oneOf('USE_B3', 'USE_B3_WITH_W3C_PROPAGATION'),
      },
      ['port', 'service'],
    ),
  },
  ['name'],
);
