import type { Measurement } from './case.js';
import { growthExponent } from './statistics.js';

/** Cells of a Markdown table, the first row its head. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

export function times(ratio: number): string {
  return `${ratio.toFixed(1)}×`;
}

export function mebibytes(measured: Measurement): string {
  return `${measured.peakMiB.toFixed(0)} MiB`;
}

export function milliseconds(seconds: number): string {
  return `${(seconds * 1e3).toFixed(0)} ms`;
}

export function perObject(measured: Measurement): string {
  return `${((synthesis(measured) / measured.objects) * 1e6).toFixed(0)} µs`;
}

/** Seconds that synthesis took. */
export function synthesis(measured: Measurement): number {
  return measured.steps['synthesis'] ?? 0;
}

/** Growth of time and of peak memory with the size that each measurement was taken at. */
export function growth(points: readonly { readonly size: number; readonly measured: Measurement }[]): {
  readonly time: string;
  readonly memory: string;
} {
  const exponent = (of: (measured: Measurement) => number): string =>
    growthExponent(points.map(({ size, measured }): [number, number] => [size, of(measured)])).toFixed(2);
  return { time: exponent(synthesis), memory: exponent(({ peakMiB }) => peakMiB) };
}
