import type { Json, JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isSet, mapping } from '../../fields.js';
import { refused, type Verdict } from '../../verdict.js';
import { atMostOne } from '../exactly-one.js';

const SMALLEST_PERCENTAGE = 0.0001;
const GRPC_STATUSES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

/**
 * Faults to inject that the proxy does not know.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection
 */
export function faultVerdicts(at: Segments, fault: JsonObject): Verdict[] {
  const [abort, delay] = [mapping(fault['abort']), mapping(fault['delay'])];
  const { grpcStatus } = abort;
  const verdicts = [
    ...atMostOne([...at, 'abort'], abort, ['httpStatus', 'grpcStatus', 'http2Error']),
    ...atMostOne([...at, 'delay'], delay, ['fixedDelay', 'exponentialDelay']),
    ...shareVerdicts([...at, 'abort', 'percentage', 'value'], abort['percentage']),
    ...shareVerdicts([...at, 'delay', 'percentage', 'value'], delay['percentage']),
    ...unsupported([...at, 'abort', 'http2Error'], abort['http2Error'], 'httpStatus or grpcStatus'),
    ...unsupported([...at, 'delay', 'exponentialDelay'], delay['exponentialDelay'], 'fixedDelay'),
  ];
  if (!isSet(fault['abort']) && !isSet(fault['delay']))
    verdicts.push(refused(at, 'a fault that does nothing', 'abort, delay or both', 'Add one of them, or remove it.'));
  if (typeof grpcStatus === 'string' && !GRPC_STATUSES.includes(grpcStatus))
    verdicts.push(
      refused(
        [...at, 'abort', 'grpcStatus'],
        JSON.stringify(grpcStatus),
        `one of ${GRPC_STATUSES.join(', ')}`,
        'Use one of them.',
      ),
    );
  return verdicts;
}

function shareVerdicts(at: Segments, percentage: Json | undefined): Verdict[] {
  const { value } = mapping(percentage);
  if (typeof value !== 'number' || value === 0 || (value >= SMALLEST_PERCENTAGE && value <= 100)) return [];
  return [refused(at, String(value), `0, or ${SMALLEST_PERCENTAGE} to 100`, 'Use a percentage of the requests.')];
}

function unsupported(at: Segments, value: Json | undefined, instead: string): Verdict[] {
  if (!isSet(value)) return [];
  return [refused(at, `${at.at(-1)}, which Istio does not inject`, instead, `Use ${instead}.`)];
}
