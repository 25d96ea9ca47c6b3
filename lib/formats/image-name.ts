const HOST_PART = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const HOST = `(?:${HOST_PART}(?:\\.${HOST_PART})*(?::\\d+)?/)`;
const PATH_PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${HOST}?${PATH_PART}(?:/${PATH_PART})*$`);
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The name of a container image in its parts. @see https://github.com/distribution/reference/blob/v0.6.0/reference.go */
export interface ImageName {
  /** Registry, path and name: `docker.io/istio/pilot`. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** `sha256:` and 64 hexadecimal digits, if the name is well formed. */
  readonly digest: string | undefined;
}

/** The parts of a name, well formed or not. A colon before the last slash belongs to the registry's port. */
export function parseImageName(text: string): ImageName {
  const [name = '', digest] = text.split('@');
  const [, repository = name, tag] = /^(.*):([^:/]+)$/.exec(name) ?? [];
  return { repository, tag, digest };
}

export function isRepository(text: string): boolean {
  return REPOSITORY.test(text);
}

export function isTag(text: string): boolean {
  return TAG.test(text);
}

export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}
