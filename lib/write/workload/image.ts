import type { Diagnostic } from '../../diagnostic.js';
import { isDigest, isRepository, isTag } from '../../formats/image-name.js';
import { optional, options, type Shape } from '../../input/shape.js';
import { anyText } from '../../input/values.js';

/** A container image, pinned by version and, where one is given, by digest. @see https://kubernetes.io/docs/concepts/containers/images/ */
export interface Image {
  /** Registry, path and name, without tag: `nats`. */
  readonly repository: string;
  /** A version; never `latest`. */
  readonly tag: string;
  /** `sha256:` and 64 hexadecimal digits. @default - none; the tag alone */
  readonly digest?: string;
}

export function imageReference({ repository, tag, digest }: Image): string {
  return digest === undefined ? `${repository}:${tag}` : `${repository}:${tag}@${digest}`;
}

export function checkImage(where: string, { repository, tag, digest }: Image): Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (!isRepository(repository)) {
    problems.push({
      where: `${where}.repository`,
      got: `'${repository}'`,
      expected: 'an image name without tag, such as natsio/nats-box',
      fix: 'Put the version into tag.',
    });
  }
  if (!isTag(tag) || tag === 'latest') {
    problems.push({
      where: `${where}.tag`,
      got: `'${tag}'`,
      expected: 'a version',
      fix: 'Pin the version that was tested: `latest` changes under a running fleet.',
    });
  }
  if (digest !== undefined && !isDigest(digest)) {
    problems.push({
      where: `${where}.digest`,
      got: `'${digest}'`,
      expected: 'sha256: and 64 hexadecimal digits',
      fix: 'Copy the digest that the registry shows for the tag.',
    });
  }
  return problems;
}

/** What is accepted as an image; {@link checkImage} judges its parts. */
export const IMAGE: Shape<Image> = options<Image>({ repository: anyText, tag: anyText, digest: optional(anyText) });
