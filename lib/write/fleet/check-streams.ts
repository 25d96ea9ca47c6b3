import type { Diagnostic } from '../../diagnostic.js';
import { nearest } from '../../formats/did-you-mean.js';
import type { Fact, StreamFact, StreamUseFact, UniqueFact } from './facts.js';

/** Matches any name in a {@link StreamUseFact}. */
const ANY = '*';

/** Name of a JetStream domain in `unique` facts. */
export const JETSTREAM_DOMAIN = 'JetStream domain';

/**
 * Compares the streams and consumers that users name with those that the fleet describes, or that a user may create.
 *
 * @param unfinished clusters with a component that failed: what it would have kept is not known, so it is not reported as missing.
 */
export function checkStreams(facts: readonly Fact[], unfinished: ReadonlySet<string>): Diagnostic[] {
  const uses = facts.filter((fact): fact is StreamUseFact => fact.kind === 'stream-use');
  if (uses.length === 0) return [];
  const domains = facts
    .filter((fact): fact is UniqueFact => fact.kind === 'unique' && fact.of === JETSTREAM_DOMAIN)
    .map(({ value }) => value);
  const streams = groupBySpace(facts.filter((fact): fact is StreamFact => fact.kind === 'stream'));
  const makers = groupBySpace(uses.filter(({ creates }) => creates !== undefined));
  return uses.flatMap((use): Diagnostic[] => {
    if (use.domain === ANY || use.stream === ANY) return [];
    if (use.domain === undefined || !domains.includes(use.domain)) {
      return unfinished.size > 0 ? [] : [unknownDomain(use, domains)];
    }
    const space = spaceOf(use);
    return checkUse(use, streams.get(space) ?? [], makers.get(space) ?? []);
  });
}

/** `makers` are the streams that users of the same account in the same domain may create. */
function checkUse(use: StreamUseFact, streams: readonly StreamFact[], makers: readonly StreamUseFact[]): Diagnostic[] {
  const { stream, consumer, creates } = use;
  const makes = (what: StreamUseFact['creates']) =>
    makers.filter((maker) => maker.creates === what && (maker.stream === ANY || maker.stream === stream));
  if (creates === 'stream' || makes('stream').length > 0) return [];
  const found = streams.find(({ name }) => name === stream);
  if (found === undefined) return [unknownStream(use, streams)];
  if (consumer === undefined || consumer === ANY || creates === 'consumer') return [];
  const made = makes('consumer').some((maker) => maker.consumer === ANY || maker.consumer === consumer);
  return made || found.consumers.includes(consumer) ? [] : [unknownConsumer(use, found)];
}

function unknownDomain({ where, got, domain }: StreamUseFact, domains: readonly string[]): Diagnostic {
  if (domain === undefined) {
    return {
      where,
      got: `${got}, but neither its servers nor their hub have JetStream`,
      expected: 'servers with jetStream',
      fix: 'Set jetStream of the servers, or remove what names a stream.',
    };
  }
  return {
    where,
    got: `${got}, which names JetStream domain '${domain}'`,
    expected:
      domains.length === 0 ? 'a domain of the fleet, which has none' : `a domain of the fleet: ${domains.join(', ')}`,
    fix: `${question(domain, domains)}Correct the name.`,
  };
}

function unknownStream(
  { where, got, stream, domain, account }: StreamUseFact,
  streams: readonly StreamFact[],
): Diagnostic {
  const names = streams.map(({ name }) => name);
  return {
    where,
    got: `${got}, which names stream '${stream}'`,
    expected: `a stream of account ${account} in JetStream domain '${domain}'${names.length === 0 ? ', which keeps none' : `: ${names.join(', ')}`}`,
    fix: `${question(stream, names)}Correct the name, or add the stream: no component creates it.`,
  };
}

function unknownConsumer({ where, got, stream, consumer = ANY }: StreamUseFact, { consumers }: StreamFact): Diagnostic {
  return {
    where,
    got: `${got}, which names consumer '${consumer}'`,
    expected: `a consumer of stream '${stream}'${consumers.length === 0 ? ', which has none' : `: ${consumers.join(', ')}`}`,
    fix: `${question(consumer, consumers)}Correct the name, or add it to the consumers of the stream: no component creates it.`,
  };
}

function question(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : `Did you mean ${meant}? `;
}

/** One account in one domain: streams of another cannot be seen. */
function spaceOf({ domain, account }: StreamFact | StreamUseFact): string {
  return `${domain} ${account}`;
}

function groupBySpace<F extends StreamFact | StreamUseFact>(facts: readonly F[]): ReadonlyMap<string, readonly F[]> {
  const groups = new Map<string, F[]>();
  for (const fact of facts) {
    const group = groups.get(spaceOf(fact));
    if (group === undefined) groups.set(spaceOf(fact), [fact]);
    else group.push(fact);
  }
  return groups;
}
