import { KUBELET_POLICIES } from '../../linkerd/policy/route-name.js';
import type { Matchers } from '../promql.js';
import { series } from '../promql.js';
import { type ObservedMesh, serviceSeries } from '../service-series.js';
import type { Choice, Dashboard, Panel, Query } from './panel.js';

const WINDOW = '$__rate_interval';
const rate = (selected: string) => `rate(${selected}[${WINDOW}])`;

/** The metric and label names of one mesh. */
interface Words {
  readonly title: string;
  /** Labels of a workload: its namespace and its pod or name. */
  readonly namespace: string;
  readonly workload: string;
  /** Labels of a caller and of a callee, as counted by the caller's proxy. */
  readonly flow: string;
  readonly flowLegend: string;
  readonly outbound: string;
  /** Label that distinguishes responses. */
  readonly answer: string;
  /** Requests that policy denied. */
  readonly denied: readonly Query[];
  /** Requests without mutual TLS. */
  readonly plain: string;
  readonly sent: string;
  readonly received: string;
}

const WORDS: { readonly [Mesh in ObservedMesh]: Words } = {
  linkerd: {
    title: 'Linkerd',
    namespace: 'namespace',
    workload: 'pod',
    flow: 'namespace, pod, dst_namespace, dst_service',
    flowLegend: '{{namespace}}/{{pod}} → {{dst_namespace}}/{{dst_service}}',
    outbound: series('request_total', { direction: 'outbound' }),
    answer: 'status_code',
    denied: [
      {
        expr: `sum by (namespace, pod, srv_name) (${rate('inbound_http_authz_deny_total')})`,
        legend: '{{namespace}}/{{pod}} {{srv_name}} HTTP',
      },
      {
        expr: `sum by (namespace, pod, srv_name) (${rate('inbound_tcp_authz_deny_total')})`,
        legend: '{{namespace}}/{{pod}} {{srv_name}} TCP',
      },
    ],
    plain: series('request_total', {
      direction: 'inbound',
      tls: { not: 'true' },
      target_port: { not: '4191' },
      authz_name: { matchesNot: KUBELET_POLICIES },
    }),
    sent: 'tcp_write_bytes_total',
    received: 'tcp_read_bytes_total',
  },
  istio: {
    title: 'Istio',
    namespace: 'destination_workload_namespace',
    workload: 'destination_workload',
    flow: 'source_workload_namespace, source_workload, destination_service_namespace, destination_service_name',
    flowLegend:
      '{{source_workload_namespace}}/{{source_workload}} → {{destination_service_namespace}}/{{destination_service_name}}',
    outbound: series('istio_requests_total', { reporter: 'source' }),
    answer: 'response_code',
    denied: [
      {
        expr: `sum by (destination_workload_namespace, destination_workload) (${rate(series('istio_requests_total', { reporter: 'destination', response_code: { matches: '401|403' } }))})`,
        legend: '{{destination_workload_namespace}}/{{destination_workload}}',
      },
    ],
    plain: series('istio_requests_total', {
      reporter: 'destination',
      connection_security_policy: { not: 'mutual_tls' },
    }),
    sent: 'istio_tcp_sent_bytes_total',
    received: 'istio_tcp_received_bytes_total',
  },
};

/** Dashboards of a mesh: overview, service, traffic flow, and errors. */
export function meshDashboards(mesh: ObservedMesh): Dashboard[] {
  const words = WORDS[mesh];
  return [overview(mesh, words), service(mesh, words), flow(mesh, words), errors(mesh, words)];
}

function overview(mesh: ObservedMesh, words: Words): Dashboard {
  const { title, namespace, workload } = words;
  return {
    uid: `${mesh}-mesh`,
    title: `${title}: mesh`,
    description: 'Is the mesh healthy, and which workloads stand out?',
    rows: [
      {
        title: 'Now',
        panels: [
          figure('Requests', 'All requests that arrive at workloads.', 'reqps', requests(mesh)),
          figure('Success', 'Share of requests that succeed.', 'percentunit', success(mesh)),
          figure('Slow requests', 'Time within which 99 % of requests are answered.', 'ms', quantile(mesh, 0.99)),
          figure(
            'Without mutual TLS',
            'Requests that anyone on the network can read.',
            'reqps',
            `sum(${rate(words.plain)}) or vector(0)`,
          ),
        ],
      },
      {
        title: 'Workloads',
        panels: [
          chart('Requests', 'The twenty with the most requests.', 'reqps', [
            {
              expr: `topk(20, ${requests(mesh, {}, `${namespace}, ${workload}`)})`,
              legend: `{{${namespace}}}/{{${workload}}}`,
            },
          ]),
          chart('Success', 'The twenty with the most failures.', 'percentunit', [
            {
              expr: `bottomk(20, ${success(mesh, {}, `${namespace}, ${workload}`)})`,
              legend: `{{${namespace}}}/{{${workload}}}`,
            },
          ]),
        ],
      },
    ],
  };
}

function service(mesh: ObservedMesh, { title, namespace, workload }: Words): Dashboard {
  const chosen: Matchers = { [namespace]: { matches: '$namespace' }, [workload]: { matches: '$workload' } };
  return {
    uid: `${mesh}-service`,
    title: `${title}: service`,
    description: 'How much one workload answers, how reliably and how fast.',
    choices: choicesOf(mesh, namespace, workload),
    rows: [
      {
        title: 'Requests',
        panels: [
          chart('Requests', 'By workload.', 'reqps', [
            { expr: requests(mesh, chosen, workload), legend: `{{${workload}}}` },
          ]),
          chart('Success', 'Share of requests that succeed.', 'percentunit', [
            { expr: success(mesh, chosen, workload), legend: `{{${workload}}}` },
          ]),
          chart(
            'Latency',
            'Time within which 50 %, 95 % and 99 % of requests are answered.',
            'ms',
            [0.5, 0.95, 0.99].map((share) => ({ expr: quantile(mesh, share, chosen), legend: `${share * 100} %` })),
            24,
          ),
        ],
      },
    ],
  };
}

function flow(mesh: ObservedMesh, words: Words): Dashboard {
  return {
    uid: `${mesh}-flow`,
    title: `${words.title}: traffic flow`,
    description: 'Who calls whom, and how much.',
    rows: [
      {
        title: 'Calls',
        panels: [
          chart(
            'Requests between workloads',
            "As counted by the caller's proxy.",
            'reqps',
            [{ expr: `sum by (${words.flow}) (${rate(words.outbound)})`, legend: words.flowLegend }],
            24,
          ),
        ],
      },
      {
        title: 'Connections',
        panels: [
          chart('Sent', 'Bytes that proxies send.', 'Bps', [
            { expr: `sum by (namespace, pod) (${rate(words.sent)})`, legend: '{{namespace}}/{{pod}}' },
          ]),
          chart('Received', 'Bytes that proxies receive.', 'Bps', [
            { expr: `sum by (namespace, pod) (${rate(words.received)})`, legend: '{{namespace}}/{{pod}}' },
          ]),
        ],
      },
    ],
  };
}

function errors(mesh: ObservedMesh, { title, namespace, workload, answer, denied, plain }: Words): Dashboard {
  const { answers, failures } = serviceSeries(mesh);
  return {
    uid: `${mesh}-errors`,
    title: `${title}: errors`,
    description: 'Requests that fail, are denied, or are not protected.',
    rows: [
      {
        title: 'Failures',
        panels: [
          chart('Failures', 'By workload.', 'reqps', [
            {
              expr: `sum by (${namespace}, ${workload}) (${rate(failures)})`,
              legend: `{{${namespace}}}/{{${workload}}}`,
            },
          ]),
          chart('Answers', 'By status.', 'reqps', [
            { expr: `sum by (${answer}) (${rate(answers)})`, legend: `{{${answer}}}` },
          ]),
        ],
      },
      {
        title: 'Policy',
        panels: [
          chart('Refused', 'Callers that policy denies.', 'cps', denied),
          chart('Without mutual TLS', 'Requests that are admitted without identity.', 'reqps', [
            { expr: `sum by (${namespace}, ${workload}) (${rate(plain)})`, legend: `{{${namespace}}}/{{${workload}}}` },
          ]),
        ],
      },
    ],
  };
}

function choicesOf(mesh: ObservedMesh, namespace: string, workload: string): Choice[] {
  const metric = mesh === 'linkerd' ? 'response_total' : 'istio_requests_total';
  return [
    { name: 'namespace', label: 'Namespace', metric, of: namespace },
    {
      name: 'workload',
      label: 'Workload',
      metric: series(metric, { [namespace]: { matches: '$namespace' } }),
      of: workload,
    },
  ];
}

function requests(mesh: ObservedMesh, chosen: Matchers = {}, by?: string): string {
  return `${sum(by)}(${rate(serviceSeries(mesh, chosen).answers)})`;
}

function success(mesh: ObservedMesh, chosen: Matchers = {}, by?: string): string {
  const { answers, failures } = serviceSeries(mesh, chosen);
  // Before the first failure there is no series of failures.
  return `1 - (${sum(by)}(${rate(failures)}) or 0 * ${sum(by)}(${rate(answers)})) / ${sum(by)}(${rate(answers)})`;
}

function quantile(mesh: ObservedMesh, share: number, chosen: Matchers = {}): string {
  return `histogram_quantile(${share}, sum by (le) (${rate(serviceSeries(mesh, chosen).buckets)}))`;
}

function sum(by: string | undefined): string {
  return by === undefined ? 'sum' : `sum by (${by}) `;
}

function figure(title: string, description: string, unit: Panel['unit'], expr: string): Panel {
  return { kind: 'stat', title, description, unit, queries: [{ expr, legend: title }] };
}

function chart(title: string, description: string, unit: Panel['unit'], queries: readonly Query[], width = 12): Panel {
  return { kind: 'timeseries', title, description, unit, queries, width };
}
