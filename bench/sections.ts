import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement } from './case.js';
import { measureInTurns, wallTimes } from './processes.js';
import { growth, mebibytes, milliseconds, perObject, synthesis, table, times } from './report.js';
import type { Classes, TreeShape } from './trees.js';

const REPETITIONS = 3;
/** A fleet of a thousand clusters takes long enough to give a stable measurement. */
const FLEET_REPETITIONS = 3;

const SHAPES = [
  { charts: 1, objectsPerChart: 100 },
  { charts: 10, objectsPerChart: 100 },
  { charts: 100, objectsPerChart: 100 },
  { charts: 1000, objectsPerChart: 10 },
] as const;
const LEAVES = [10, 100, 1000] as const;
const JUDGED_LEAVES = 100;

/** One cluster: ours beside `App.synth`, and the part of it that is cdk8s' own. */
export function appSection(): string {
  const rows = (['typed', 'raw'] as const).flatMap((classes) => {
    const measured = SHAPES.map((shape) => ({ shape, ...compare({ classes, ...shape }) }));
    const inCharts = measured.filter(({ shape }) => shape.objectsPerChart === 100);
    const stock = growth(inCharts.map((run) => ({ size: run.stock.objects, measured: run.stock })));
    const ours = growth(inCharts.map((run) => ({ size: run.ours.objects, measured: run.ours })));
    return [
      ...measured.map((run) => appRow(classes, run)),
      [`${classes}, exponent`, '', '', '', stock.time, ours.time, '', stock.memory, ours.memory],
    ];
  });
  return `## One cluster

\`App.synth\` with one file per chart, beside resolving, emitting, staging and committing the same construct tree. A tree holds
microservices of ten objects each, made by the classes of \`imports/k8s.ts\` (typed) or as bare \`ApiObject\`s (raw). \`toJson\` is
cdk8s' part of either side, calling \`toJson()\` once on each object, as a share of our time: what is left to gain is the rest.
The exponents are fitted over the shapes of 100 objects per chart.

${table([
  [
    'Classes, charts × objects',
    'Faster',
    'Less processor time',
    '`toJson` of ours',
    'Stock per object',
    'Ours per object',
    'Peak memory, ours to stock',
    'Stock peak',
    'Our peak',
  ],
  ...rows,
])}`;
}

interface Comparison {
  readonly stock: Measurement;
  readonly ours: Measurement;
  readonly toJson: Measurement;
}

function compare(shape: TreeShape): Comparison {
  const [stock, ours, toJson] = measureInTurns(
    [
      { kind: 'stock', shape },
      { kind: 'ours', shape },
      { kind: 'toJson', shape },
    ],
    REPETITIONS,
  );
  if (stock === undefined || ours === undefined || toJson === undefined) throw new Error('A case was not measured.');
  const expected = shape.charts * shape.objectsPerChart;
  if (stock.objects !== expected || ours.objects !== expected) {
    throw new Error(`${expected} objects were built, stock wrote ${stock.objects}, ours ${ours.objects}.`);
  }
  return { stock, ours, toJson };
}

function appRow(
  classes: Classes,
  { shape, stock, ours, toJson }: Comparison & { shape: Omit<TreeShape, 'classes'> },
): string[] {
  return [
    `${classes}, ${shape.charts} × ${shape.objectsPerChart}`,
    times(synthesis(stock) / synthesis(ours)),
    times(stock.processorSeconds / ours.processorSeconds),
    `${((synthesis(toJson) / synthesis(ours)) * 100).toFixed(0)} %`,
    perObject(stock),
    perObject(ours),
    times(ours.peakMiB / stock.peakMiB),
    mebibytes(stock),
    mebibytes(ours),
  ];
}

/** Fleets of growing size. */
export function fleetSection(): string {
  const cases = LEAVES.map((leaves) => ({ kind: 'fleet', leaves }) as const);
  const measured = measureInTurns(cases, FLEET_REPETITIONS).map((run, index) => ({
    size: (LEAVES[index] ?? 0) + 1,
    measured: run,
  }));
  const { time, memory } = growth(measured);
  const last = growth(measured.slice(-2));
  return `## A fleet

A NATS broker and its leaves, a cluster each, from the constructs to files on disk, one cluster after the other, in
processor time. \`Last step\` is the exponent between the two largest sizes alone. A cluster cannot truly cost less for
having more beside it: an exponent far below 1 tells how unsteady the machine was.

${table([
  ['Clusters', 'Objects', 'Per object', 'Per cluster', 'Peak memory'],
  ...measured.map(({ size, measured: run }) => [
    String(size),
    String(run.objects),
    perObject(run),
    milliseconds(run.processorSeconds / size),
    mebibytes(run),
  ]),
  ['exponent', '', '', time, memory],
  ['last step', '', '', last.time, last.memory],
])}`;
}

/** The cost of judging relative to synthesis. */
export function judgesSection(): string {
  const [measured] = measureInTurns([{ kind: 'judges', leaves: JUDGED_LEAVES }], FLEET_REPETITIONS);
  if (measured === undefined) throw new Error('The judges were not measured.');
  return `## Schema and policy

The same fleet with ${JUDGED_LEAVES} leaves, ${measured.objects} objects: each step beside synthesis, which includes the constructs and the files.

${table([
  ['Step', 'To synthesis', 'Time per object'],
  ...Object.entries(measured.steps).map(([step, seconds]) => [
    step,
    `${(seconds / synthesis(measured)).toFixed(2)}×`,
    `${((seconds / measured.objects) * 1e6).toFixed(0)} µs`,
  ]),
])}`;
}

/** The whole command on one small folder, from start to end. */
export function checkSection(): string {
  // The build is inside the repository, so that it finds its packages.
  const build = mkdtempSync(join('node_modules', '.meshwright-build-'));
  try {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', build]);
    const checked = 'dist/nats-mtls/leaf';
    const [empty = 0, compiled = 0, tsx = 0] = wallTimes(
      [
        ['-e', '0'],
        [join(build, 'lib/cli/meshwright.js'), 'check', checked],
        ['--import', 'tsx', 'lib/cli/meshwright.ts', 'check', checked],
      ],
      REPETITIONS,
    );
    return `## \`check\` on a small folder

\`${checked}\`, from start to end of the process, beside a process that does nothing.

${table([
  ['Command', 'To an empty process', 'Time'],
  ['`node -e 0`', times(1), milliseconds(empty)],
  ['compiled, `meshwright check`', times(compiled / empty), milliseconds(compiled)],
  ['sources, `npm run check` less npm', times(tsx / empty), milliseconds(tsx)],
])}`;
  } finally {
    rmSync(build, { recursive: true, force: true });
  }
}
