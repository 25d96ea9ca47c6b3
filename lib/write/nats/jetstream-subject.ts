/** What a subject of JetStream's API refers to. `*` is any, for example in a permission with wildcards. */
export interface StreamReference {
  /** JetStream domain. @default - that of the server that receives it */
  readonly domain?: string;
  readonly stream: string;
  readonly consumer?: string;
  /** What publishing to it can create. @default - nothing */
  readonly creates?: 'stream' | 'consumer';
}

type Request = readonly [
  verbs: string,
  consumer?: 'consumer' | undefined,
  creates?: StreamReference['creates'] | undefined,
];

/** Requests followed by a stream name, and by a consumer name if so marked. */
const REQUESTS: readonly Request[] = [
  ...['UPDATE', 'INFO', 'DELETE', 'PURGE', 'SNAPSHOT', 'MSG.GET', 'MSG.DELETE', 'PEER.REMOVE', 'LEADER.STEPDOWN'].map(
    (verb) => [`STREAM.${verb}`] as const,
  ),
  ['STREAM.CREATE', undefined, 'stream'],
  ['STREAM.RESTORE', undefined, 'stream'],
  ['CONSUMER.NAMES'],
  ['CONSUMER.LIST'],
  ...['INFO', 'DELETE', 'PAUSE', 'UNPIN', 'RESET', 'MSG.NEXT', 'LEADER.STEPDOWN'].map(
    (verb) => [`CONSUMER.${verb}`, 'consumer'] as const,
  ),
  ['CONSUMER.CREATE', 'consumer', 'consumer'],
  ['CONSUMER.DURABLE.CREATE', 'consumer', 'consumer'],
  ['DIRECT.GET'],
];

/** Subjects with fixed tokens before the stream. */
const NOTICES: readonly (readonly [prefix: string, consumer: 'consumer' | undefined])[] = [
  ['EVENT.ADVISORY.STREAM.*', undefined],
  ['EVENT.ADVISORY.CONSUMER.*', 'consumer'],
  ['EVENT.METRIC.CONSUMER.*', 'consumer'],
  ['FC', 'consumer'],
];

/**
 * The streams and consumers that a subject, or the subjects of a permission, refer to; several if a wildcard matches
 * verbs.
 *
 * @see https://docs.nats.io/reference/reference-protocols/nats_api_reference
 */
export function streamReferences(subject: string): readonly StreamReference[] {
  const [first, ...tokens] = subject.split('.');
  if (first !== '$JS') return [];
  if (tokens[0] === 'API') return requests(tokens.slice(1));
  if (tokens[1] === 'API') return requests(tokens.slice(2)).map((found) => ({ ...found, ...domainOf(tokens[0]) }));
  if (tokens[0] === 'ACK') return [acknowledged(tokens.slice(1))];
  return NOTICES.flatMap(([prefix, consumer]) => {
    const behind = restBehind(prefix.split('.'), tokens);
    return behind === undefined ? [] : [named(behind, consumer)];
  });
}

function requests(tokens: readonly string[]): StreamReference[] {
  return REQUESTS.flatMap(([verbs, consumer, creates]) => {
    const behind = restBehind(verbs.split('.'), tokens);
    return behind === undefined ? [] : [{ ...named(behind, consumer), ...(creates !== undefined && { creates }) }];
  });
}

/**
 * Newer servers name the domain and a hash of the account before the stream; older ones have the delivery count there.
 */
function acknowledged(tokens: readonly string[]): StreamReference {
  const [domain, , stream] = tokens;
  const isNew = stream !== undefined && !/^(\d+|\*|>)$/.test(stream);
  if (!isNew) return named(tokens, 'consumer');
  return { ...named(tokens.slice(2), 'consumer'), ...(domain !== '_' && domainOf(domain)) };
}

function domainOf(token: string | undefined): Pick<StreamReference, 'domain'> {
  return token === undefined ? {} : { domain: token };
}

function named([stream = '*', name]: readonly string[], consumer: 'consumer' | undefined): StreamReference {
  if (stream === '>') return { stream: '*', ...(consumer && { consumer: '*' }) };
  return { stream, ...(consumer !== undefined && name !== undefined && { consumer: name === '>' ? '*' : name }) };
}

/** The tokens after a prefix that a pattern matches; `>` matches all that follow. */
function restBehind(prefix: readonly string[], pattern: readonly string[]): readonly string[] | undefined {
  for (const [index, token] of prefix.entries()) {
    const found = pattern[index];
    if (found === '>') return ['>'];
    if (found === undefined || (found !== '*' && token !== '*' && found !== token)) return undefined;
  }
  const rest = pattern.slice(prefix.length);
  return rest.length === 0 ? undefined : rest;
}
