import { bytesOf } from '../../../model/nats/store-volume.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { servers } from '../../nats-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/go-memory-limit-is-set',
  severity: 'warning',
  scope: 'object',
  summary: 'A server with a memory limit sets GOMEMLIMIT below it.',
  rationale:
    'The Go runtime does not see the limit of the container. Its garbage grows beyond the limit, and the server is killed under load.',
  source: 'https://docs.nats.io/running-a-nats-service/nats-kubernetes',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: example('env: [{ name: GOMEMLIMIT, value: 400MiB }]'),
  fails: example(),
  *about(resource, cluster) {
    for (const server of servers(resource, cluster)) {
      const spec = server.container.field;
      const limit = spec.at('resources', 'limits', 'memory');
      if (limit.value !== undefined) yield { limit: bytesOf(limit.value) ?? Number.POSITIVE_INFINITY, spec };
    }
  },
  *check({ limit, spec }) {
    const env = spec.at('env');
    const variable = env.items.find((entry) => entry.at('name').text === 'GOMEMLIMIT');
    if (variable === undefined) {
      if (spec.at('envFrom').items.length > 0) {
        yield notJudged('GOMEMLIMIT may come from envFrom');
        return;
      }
      yield env.violation({
        got: 'no GOMEMLIMIT',
        expected: 'GOMEMLIMIT at about 80 % of the memory limit, such as 400MiB of 512Mi',
        fix: 'Add it.',
      });
      return;
    }
    const value = variable.at('value');
    if (value.text === undefined) {
      yield notJudged('GOMEMLIMIT comes from elsewhere');
      return;
    }
    const bytes = goBytes(value.text);
    if (bytes === undefined) {
      yield value.violation({
        expected: 'bytes with a unit of Go, such as 400MiB',
        effect: 'The server does not start.',
        fix: 'Correct it.',
      });
    } else if (bytes >= limit) {
      yield value.violation({
        expected: 'less than the memory limit',
        effect: 'The server is killed before it collects garbage.',
        fix: 'Set it to about 80 % of the limit.',
      });
    }
  },
});

/** Bytes as the Go runtime reads them. @see https://pkg.go.dev/runtime#hdr-Environment_Variables */
function goBytes(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d+)(B|KiB|MiB|GiB|TiB)?$/.exec(text) ?? [];
  if (text === 'off') return Number.POSITIVE_INFINITY;
  if (count === undefined) return undefined;
  return Number(count) * 1024 ** Math.max(0, ['B', 'KiB', 'MiB', 'GiB', 'TiB'].indexOf(unit));
}

function example(...container: readonly string[]): string {
  return serverExample('port: 4222', { container: ['resources: { limits: { memory: 512Mi } }', ...container] });
}
