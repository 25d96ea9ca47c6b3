import type { Fault } from '../../diagnostic.js';
import { isDigest, isRepository, isTag } from '../../formats/image-name.js';
import { optional, options, type Shape } from '../../input/shape.js';
import { anyText } from '../../input/values.js';

/** A container image, pinned by version and, if stated, by digest. @see https://kubernetes.io/docs/concepts/containers/images/ */
export interface Image {
  /** Registry, path and name, without tag: `nats`. */
  readonly repository: string;
  /** A version; never `latest`. */
  readonly tag: string;
  /** `sha256:` and 64 hexadecimal digits. @default - none; only the tag */
  readonly digest?: string;
}

export function imageReference({ repository, tag, digest }: Image): string {
  return digest === undefined ? `${repository}:${tag}` : `${repository}:${tag}@${digest}`;
}

/** Faults in an image: a tag in its name, no version, a digest of another form. */
export function imageFaults({ repository, tag, digest }: Image): Fault[] {
  const problems: Fault[] = [];
  if (!isRepository(repository)) {
    problems.push({
      path: 'repository',
      got: `'${repository}'`,
      expected: 'an image name without tag, such as natsio/nats-box',
      fix: 'Put the version into tag.',
    });
  }
  if (!isTag(tag) || tag === 'latest') {
    problems.push({
      path: 'tag',
      got: `'${tag}'`,
      expected: 'a version',
      effect: '`latest` changes under a running fleet.',
      fix: 'Pin the version that was tested.',
    });
  }
  if (digest !== undefined && !isDigest(digest)) {
    problems.push({
      path: 'digest',
      got: `'${digest}'`,
      expected: 'sha256: and 64 hexadecimal digits',
      fix: 'Copy the digest that the registry shows for the tag.',
    });
  }
  return problems;
}

/** What is accepted as an image; {@link imageFaults} judges its parts. */
export const IMAGE: Shape<Image> = options<Image>({ repository: anyText, tag: anyText, digest: optional(anyText) });
