import type { Duration } from 'cdk8s';
import type { Fault } from '../../diagnostic.js';
import { compareMinors, parseRelease, sameMinor } from '../../formats/release.js';
import type { Judges } from '../../input/judge.js';
import { below } from '../../input/place.js';
import { listed } from '../../manifest/listed.js';
import { renewalFaults } from '../trust/lifetimes.js';
import { type Image, imageFaults } from '../workload/image.js';
import { resourceFaults } from '../workload/resources.js';
import { DEFAULT_SERVER_VERSION, type NatsImages } from './images.js';
import type { NatsServerProps } from './nats-server-props.js';

/** Minor releases of the 2.x server whose configuration is written. Upstream never released 2.13. */
const SERVER_MINORS: readonly number[] = [12, 14, 15];

/** Checks of single options of a broker or a leaf. */
export const SERVER_JUDGES = {
  version: versionFaults,
  images: imagesFaults,
  resources: resourceFaults,
  pingInterval: pingFaults,
  certificateLifetime: renewalFaults,
} satisfies Judges<NatsServerProps>;

function versionFaults(version: string): Fault[] {
  const minor = Number(/^2\.(\d+)\.\d+$/.exec(version)?.[1]);
  if (SERVER_MINORS.includes(minor)) return [];
  const effect = unsupportedEffect(version);
  return [
    {
      path: '',
      got: `'${version}'`,
      expected: `a release of ${listed(
        SERVER_MINORS.map((each) => `2.${each}`),
        ' or ',
      )}, such as ${DEFAULT_SERVER_VERSION}`,
      ...(effect !== undefined && { effect }),
      fix: `Use ${DEFAULT_SERVER_VERSION}.`,
    },
  ];
}

function unsupportedEffect(version: string): string | undefined {
  if (parseRelease(version) === undefined) return undefined;
  if (compareMinors(version, '2.12') < 0) return 'Servers before 2.12 admit a leaf without credentials.';
  if (sameMinor(version, '2.13')) return 'Upstream never released 2.13, so there is no such image.';
  return compareMinors(version, DEFAULT_SERVER_VERSION) > 0
    ? 'It is not known what this release changed in configuration and permissions.'
    : undefined;
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
