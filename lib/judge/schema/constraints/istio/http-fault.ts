import type { Field } from '../../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../../violation.js';
import { atMostOne } from '../exactly-one.js';

const MIN_PERCENTAGE = 0.0001;
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
export function* checkFault(fault: Field): Iterable<SchemaViolation> {
  if (!fault.isSet) return;
  const abort = fault.at('abort');
  const delay = fault.at('delay');
  const status = abort.at('grpcStatus');
  yield* atMostOne(abort, ['httpStatus', 'grpcStatus', 'http2Error']);
  yield* atMostOne(delay, ['fixedDelay', 'exponentialDelay']);
  yield* checkPercentage(abort.at('percentage', 'value'));
  yield* checkPercentage(delay.at('percentage', 'value'));
  yield* unsupported(abort.at('http2Error'), 'httpStatus or grpcStatus');
  yield* unsupported(delay.at('exponentialDelay'), 'fixedDelay');
  if (!abort.isSet && !delay.isSet)
    yield notAllowed(fault, {
      got: 'a fault that does nothing',
      expected: 'abort, delay or both',
      fix: 'Add one of them, or remove it.',
    });
  if (status.text !== undefined && !GRPC_STATUSES.includes(status.text))
    yield notAllowed(status, { expected: `one of ${GRPC_STATUSES.join(', ')}`, fix: 'Use one of them.' });
}

function* checkPercentage(field: Field): Iterable<SchemaViolation> {
  const { number } = field;
  if (number === undefined || number === 0 || (number >= MIN_PERCENTAGE && number <= 100)) return;
  yield notAllowed(field, { expected: `0, or ${MIN_PERCENTAGE} to 100`, fix: 'Use a percentage of the requests.' });
}

function* unsupported(field: Field, instead: string): Iterable<SchemaViolation> {
  if (field.isSet)
    yield notAllowed(field, {
      got: `${field.step}, which Istio does not inject`,
      expected: instead,
      fix: `Use ${instead}.`,
    });
}
