import type { Diagnostic } from '../../diagnostic.js';
import { covers, isSubject, overlap } from '../../formats/nats-subject.js';
import { shown } from '../../input/fault.js';
import type { Permissions } from './server-config/account.js';
import type { Stream } from './stream.js';

/** The part of a client or leaf that matters for filling streams. */
export interface NatsPublisher {
  readonly permissions: Permissions;
}

/** Subjects of the server's own API, which no stream may capture. */
const RESERVED = ['$JS.>', '$JSC.>', '$SYS.>', '$NRG.>'];

/**
 * Faults in the subjects of one account's streams: those that the running server refuses, and streams that nobody
 * fills.
 *
 * @see https://docs.nats.io/nats-concepts/jetstream/streams#configuration
 */
export function checkSubjects(
  where: string,
  streams: readonly Stream[],
  publishers: readonly NatsPublisher[],
): Diagnostic[] {
  const taken: { subject: string; stream: string }[] = [];
  const problems: Diagnostic[] = [];
  for (const { name, subjects } of streams) {
    const at = `stream '${name}'`;
    for (const [index, subject] of subjects.entries()) {
      const other = taken.find((earlier) => overlap(earlier.subject, subject));
      const fault = isSubject(subject) ? conflict(name, subject, other) : malformed(subject);
      if (fault === undefined) taken.push({ subject, stream: name });
      else problems.push({ where, path: `${at}: subjects[${index}]`, ...fault });
    }
    const fillable = publishers.some(({ permissions }) => subjects.some((subject) => mayPublish(permissions, subject)));
    if (publishers.length === 0 || fillable || !subjects.every(isSubject)) continue;
    problems.push({
      where,
      path: `${at}: subjects`,
      got: `${subjects.map(shown).join(', ')}, to which no client and no leaf may publish`,
      expected: 'subjects that a client or leaf may publish to',
      fix: "Correct them, or the publisher's permissions: the stream would stay empty.",
    });
  }
  return problems;
}

function malformed(subject: string): Omit<Diagnostic, 'where'> {
  return {
    got: shown(subject),
    expected: "a subject: tokens between dots, '*' for one of them, '>' for all that follow",
    fix: 'Correct the subject.',
  };
}

function conflict(
  stream: string,
  subject: string,
  other: { readonly subject: string; readonly stream: string } | undefined,
): Omit<Diagnostic, 'where'> | undefined {
  const reserved = RESERVED.find((own) => overlap(own, subject));
  if (reserved !== undefined) {
    return {
      got: `${shown(subject)}, which captures the server's own ${reserved}`,
      expected: 'subjects of applications',
      fix: 'Name the subjects to keep: the server refuses this stream.',
    };
  }
  if (other === undefined) return undefined;
  return {
    got: `${shown(subject)}, which overlaps ${shown(other.subject)} ${other.stream === stream ? 'of the same stream' : `of stream '${other.stream}'`}`,
    expected: 'subjects that no other entry captures',
    fix: 'Narrow one of the two: the server refuses a message that would be stored twice.',
  };
}

function mayPublish({ publish }: Permissions, subject: string): boolean {
  if (publish?.deny?.some((denied) => covers(denied, subject)) === true) return false;
  return publish?.allow === undefined || publish.allow.some((allowed) => overlap(allowed, subject));
}
