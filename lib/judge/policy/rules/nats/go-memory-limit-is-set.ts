import { at } from '../../../../manifest/field-path.js';
import { listAt, stringAt, valueAt } from '../../../../manifest/read.js';
import { bytesOf } from '../../../model/nats/store-volume.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

/** Bytes as the Go runtime reads them. @see https://pkg.go.dev/runtime#hdr-Environment_Variables */
function goBytes(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d+)(B|KiB|MiB|GiB|TiB)?$/.exec(text) ?? [];
  if (text === 'off') return Number.POSITIVE_INFINITY;
  if (count === undefined) return undefined;
  return Number(count) * 1024 ** Math.max(0, ['B', 'KiB', 'MiB', 'GiB', 'TiB'].indexOf(unit));
}

const limits = 'resources: { limits: { memory: 512Mi } }';

export default defineServerPodRule({
  id: 'nats/go-memory-limit-is-set',
  severity: 'warning',
  summary: 'A server with a memory limit knows it, and stays below it.',
  rationale:
    'The Go runtime does not see the limit of the container: it lets garbage grow beyond it, and the server is killed under load.',
  source: 'https://docs.nats.io/running-a-nats-service/nats-kubernetes',
  passes: serverExample('port: 4222', { container: [limits, 'env: [{ name: GOMEMLIMIT, value: 400MiB }]'] }),
  fails: serverExample('port: 4222', { container: [limits] }),
  *check({ container }) {
    if (valueAt(container.spec, 'resources', 'limits', 'memory') === undefined) return;
    const index = listAt(container.spec, 'env').findIndex((entry) => stringAt(entry, 'name') === 'GOMEMLIMIT');
    if (index >= 0) {
      const value = stringAt(container.spec, 'env', index, 'value');
      const bytes = goBytes(value ?? '');
      const limit = bytesOf(valueAt(container.spec, 'resources', 'limits', 'memory') ?? null);
      if (value === undefined || (bytes !== undefined && bytes < (limit ?? Number.POSITIVE_INFINITY))) return;
      yield {
        path: at(container.path, 'env', index, 'value'),
        got: value,
        expected: bytes === undefined ? 'bytes with a unit of Go, such as 400MiB' : 'less than the memory limit',
        fix:
          bytes === undefined
            ? 'Correct it: the server does not start with another text.'
            : 'Set it to about 80 % of the limit: above it the server is killed before it collects garbage.',
      };
      return;
    }
    if (listAt(container.spec, 'envFrom').length > 0) return;
    yield {
      path: at(container.path, 'env'),
      got: 'no GOMEMLIMIT',
      expected: 'GOMEMLIMIT at about 80 % of the memory limit, such as 400MiB of 512Mi',
      fix: 'Add it.',
    };
  },
});
