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

/** Processor time per object. */
export function perObject({ processorSeconds, objects }: Measurement): string {
  return `${((processorSeconds / objects) * 1e6).toFixed(0)} µs`;
}

/** Duration of synthesis in seconds. */
export function synthesis(measured: Measurement): number {
  return measured.steps['synthesis'] ?? 0;
}

/** Growth of processor time and of peak memory with the size of each measurement. */
export function growth(points: readonly { readonly size: number; readonly measured: Measurement }[]): {
  readonly time: string;
  readonly memory: string;
} {
  const exponent = (of: (measured: Measurement) => number): string =>
    growthExponent(points.map(({ size, measured }): [number, number] => [size, of(measured)])).toFixed(2);
  return { time: exponent(({ processorSeconds }) => processorSeconds), memory: exponent(({ peakMiB }) => peakMiB) };
}
