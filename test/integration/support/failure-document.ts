import type { Measurement } from './scenario.js';
import { RATE } from './traffic.js';

/** A scenario in words: what it means for those who run the fleet. */
export interface Lesson {
  readonly title: string;
  readonly meaning: string;
}

/** Renders `docs/failure-scenarios.md` from what was measured. */
export function failureDocument(measurements: readonly Measurement[], lessons: readonly Lesson[]): string {
  const rows = lessons.map(({ title }) => {
    const [core, stored] = (['core', 'jetstream'] as const).map((delivery) =>
      measurements.find((measurement) => measurement.title === title && measurement.delivery === delivery),
    );
    if (core === undefined || stored === undefined) throw new Error(`'${title}' was not measured.`);
    const cells = [
      title,
      `${core.lost} of ${core.sent}`,
      `${stored.lost} of ${stored.sent}`,
      String(stored.retries),
      String(stored.repeated),
      `${seconds(core.relink)} / ${seconds(stored.relink)}`,
      `${seconds(core.silence)} / ${seconds(stored.silence)}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return `${INTRODUCTION}
| scenario | lost, core | lost, JetStream | sent again | received again | link back after, s | longest silence, s |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

"Link back after" counts from the repair, "longest silence" is the longest time in which the subscriber received nothing new;
both are given for core NATS and for JetStream. "Sent again" and "received again" are JetStream's.

${MEANING}
${lessons.map(({ title, meaning }) => `- **${title}.** ${meaning}`).join('\n')}
`;
}

const INTRODUCTION = `# What is lost when a part of the fleet fails

<!-- Written by \`npm run docs:failures\`. Edit test/integration/failure.test.ts instead. -->

Every figure below is measured on the manifests of the fleet \`nats-mtls\`, with the real NATS server, reloader and clients: the
containers' own commands run as processes, each pod in network, mount and process namespaces of its own, the two clusters on
two simulated machines with a switch between them. A publisher in the broker's cluster sends ${RATE} numbered messages a second, a
subscriber in the leaf's cluster counts which of them arrive. Each scenario runs twice at the same time, with \`delivery: 'core'\`
and with \`delivery: 'jetstream'\`, the default: a stream on the broker and a mirror of it on the leaf, a publisher that sends
a message with the same \`Nats-Msg-Id\` until it is acknowledged.

The fleets differ from the default in one value: servers ping each other every second, not every five, so that a silent
partition is noticed within a test. The machine has two cores and was not idle; read differences below a second as noise. What
is lost and what is not holds on any machine, and \`npm run test:integration\` fails if it does not: JetStream loses nothing in
any scenario, and core NATS loses nothing that was published before the failure or after the link is back.
`;

const MEANING = '## What this means\n';

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
