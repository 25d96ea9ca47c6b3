type State = 'literal' | 'name' | 'arguments' | 'after' | 'quote' | 'text' | 'closing' | 'end';

/** Reads the next character in a state: the state that follows, or what was expected. */
type Step = (character: string) => State | { readonly expected: string };

const steps: Readonly<Record<State, Step>> = {
  literal: (character) => (character === '%' ? 'name' : 'literal'),
  name: (character) => (character === '%' ? 'literal' : character === '(' ? 'arguments' : 'name'),
  arguments: (character) => (character === '[' ? 'quote' : character === ' ' ? 'arguments' : 'text'),
  quote: (character) => (character === '"' ? 'text' : spaceOr(character, 'quote', 'a quoted argument after [')),
  text: (character) => (character === ')' ? 'end' : character === '"' ? 'after' : 'text'),
  after: (character) =>
    character === ','
      ? 'quote'
      : character === ']'
        ? 'closing'
        : spaceOr(character, 'after', ', or ] after an argument'),
  closing: (character) => (character === ')' ? 'end' : spaceOr(character, 'closing', ') after ]')),
  end: (character) => (character === '%' ? 'literal' : spaceOr(character, 'end', '% after )')),
};

function spaceOr(character: string, state: State, expected: string): State | { readonly expected: string } {
  return character === ' ' ? state : { expected };
}

/**
 * What Envoy expects in a header's value that has a `%COMMAND(ARGUMENTS)%` it cannot read; undefined if it can read the value.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#custom-request-response-headers
 */
export function commandFault(value: string): string | undefined {
  const characters = [...value];
  let state: State = 'literal';
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    const next = characters[index + 1];
    if (state === 'literal' && character === '%') {
      if (next === undefined) return 'a % that is doubled or starts a command';
      if (next === '%') {
        index += 1;
        continue;
      }
    }
    if (state === 'text' && character === '\\') {
      if (next === undefined) return 'a character after the backslash';
      index += 1;
      continue;
    }
    const following = steps[state](character);
    if (typeof following !== 'string') return following.expected;
    state = following;
  }
  return state === 'literal' ? undefined : 'a % at the end of the command';
}
