import { type Duration, type Size, SizeRoundingBehavior } from 'cdk8s';
import { formatBytes } from '../../../formats/nats-conf/print.js';
import { Bytes } from '../../../formats/nats-conf/value.js';

const durationUnits: readonly (readonly [milliseconds: number, suffix: string])[] = [
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
];

/** `90s`, `2m` or `250ms`: one integer in the largest unit that fits. */
export function durationText(duration: Duration): string {
  const milliseconds = duration.toMilliseconds();
  const unit = durationUnits.find(([length]) => milliseconds !== 0 && milliseconds % length === 0);
  return unit === undefined ? `${milliseconds}ms` : `${milliseconds / unit[0]}${unit[1]}`;
}

/** Number of bytes of a size. */
export function byteCount(size: Size): number {
  return size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) * 1024;
}

/** A size as the server writes it: `10Gi`. */
export function bytes(size: Size): Bytes {
  return new Bytes(byteCount(size));
}

/** A size as messages show it, in the server's own form. */
export function sizeText(size: Size): string {
  return formatBytes(byteCount(size));
}
