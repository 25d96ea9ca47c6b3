import type { Duration } from 'cdk8s';
import type { Fault } from '../../diagnostic.js';
import type { Judges } from '../../input/judge.js';
import { below } from '../../input/place.js';
import { renewalFaults } from '../trust/lifetimes.js';
import { type Image, imageFaults } from '../workload/image.js';
import { resourceFaults } from '../workload/resources.js';
import { DEFAULT_SERVER_VERSION, type NatsImages } from './images.js';
import type { NatsServerProps } from './nats-server-props.js';

/** First and last minor release of the 2.x server whose configuration is written. */
const SERVER_MINORS = [12, 14] as const;

/** Checks of single options of a broker or a leaf. */
export const SERVER_JUDGES = {
  version: versionFaults,
  images: imagesFaults,
  resources: resourceFaults,
  pingInterval: pingFaults,
  certificateLifetime: renewalFaults,
} satisfies Judges<NatsServerProps>;

function versionFaults(version: string): Fault[] {
  const [first, last] = SERVER_MINORS;
  const minor = /^2\.(\d+)\.\d+$/.exec(version)?.[1];
  if (minor !== undefined && Number(minor) >= first && Number(minor) <= last) return [];
  return [
    {
      path: '',
      got: `'${version}'`,
      expected: `2.${first}.0 to 2.${last}.x`,
      effect: `Servers before 2.${first} admit a leaf without credentials.`,
      fix: `Use ${DEFAULT_SERVER_VERSION}.`,
    },
  ];
}

function imagesFaults(images: NatsImages): Fault[] {
  return Object.entries<Image | undefined>({ ...images }).flatMap(([name, image]) =>
    image === undefined ? [] : below(name, imageFaults(image)),
  );
}

function pingFaults(interval: Duration): Fault[] {
  const ping = interval.toMilliseconds({ integral: false });
  if (ping >= 1_000 && ping <= 60_000) return [];
  return [
    {
      path: '',
      got: `${ping / 1000}s`,
      expected: '1s to 60s',
      effect: 'A silent partition is noticed after two unanswered pings.',
      fix: 'Lower it, or remove it to use the default of 5s.',
    },
  ];
}
