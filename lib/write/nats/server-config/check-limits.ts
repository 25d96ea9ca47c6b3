import { type Duration, Size } from 'cdk8s';
import { checkCount } from './check-values.js';
import type { Faults } from './faults.js';
import type { ServerConfig } from './model.js';
import { byteCount, durationText, sizeText } from './units.js';

const defaultMaxPayload = Size.mebibytes(1);
const defaultMaxPending = Size.mebibytes(64);
const defaultLameDuckDurationMs = 120_000;
const defaultLameDuckGracePeriodMs = 10_000;

/** The largest number that the server accepts for the size of a message or a line. */
const largestInt32 = 2 ** 31 - 1;

/** Times and sizes that depend on each other. */
export function checkLimits(faults: Faults, config: ServerConfig): void {
  checkLameDuck(faults, config);
  checkPositive(faults, 'pingInterval', config.pingInterval);
  checkPositive(faults, 'writeDeadline', config.writeDeadline);
  checkCount(faults, 'pingMax', config.pingMax);
  const { limits = {} } = config;
  checkCount(faults, 'limits.maxConnections', limits.maxConnections);
  checkCount(faults, 'limits.maxSubscriptions', limits.maxSubscriptions);
  checkInt32(faults, 'limits.maxPayload', limits.maxPayload);
  checkInt32(faults, 'limits.maxControlLine', limits.maxControlLine);
  const payload = limits.maxPayload ?? defaultMaxPayload;
  const pending = limits.maxPending ?? defaultMaxPending;
  faults.require(
    byteCount(payload) <= byteCount(pending),
    'limits.maxPayload',
    sizeText(payload),
    `at most maxPending, which is ${sizeText(pending)}`,
    'Lower maxPayload, or raise maxPending.',
  );
}

function checkLameDuck(faults: Faults, { lameDuckDuration, lameDuckGracePeriod }: ServerConfig): void {
  faults.require(
    lameDuckDuration === undefined || lameDuckDuration.toMilliseconds() >= 30_000,
    'lameDuckDuration',
    lameDuckDuration === undefined ? 'absent' : durationText(lameDuckDuration),
    'at least 30s',
    'Raise it: the server does not start with less.',
  );
  const duration = lameDuckDuration?.toMilliseconds() ?? defaultLameDuckDurationMs;
  const grace = lameDuckGracePeriod?.toMilliseconds() ?? defaultLameDuckGracePeriodMs;
  faults.require(
    grace < duration,
    'lameDuckGracePeriod',
    `${grace / 1000}s`,
    `less than lameDuckDuration, which is ${duration / 1000}s`,
    'Lower the grace period, or raise the duration.',
  );
}

function checkPositive(faults: Faults, field: string, duration: Duration | undefined): void {
  faults.require(
    duration === undefined || duration.toMilliseconds() > 0,
    field,
    '0s',
    'more than 0 s',
    'Raise it, or remove it to use the default.',
  );
}

function checkInt32(faults: Faults, field: string, size: Size | undefined): void {
  if (size === undefined) return;
  faults.require(
    byteCount(size) > 0 && byteCount(size) <= largestInt32,
    field,
    sizeText(size),
    'more than 0 and less than 2Gi',
    'Choose a size in this range.',
  );
}
