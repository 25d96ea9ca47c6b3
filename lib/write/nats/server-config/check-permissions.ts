import { isPermissionSubject, isSubject } from '../../../formats/nats-subject.js';
import { shown } from '../../../input/fault.js';
import type { Permissions, SubjectPermission } from './account.js';
import type { Faults } from './faults.js';

/** Subjects that a user may publish and subscribe to. */
export function checkPermissions(faults: Faults, field: string, { publish, subscribe }: Permissions): void {
  checkSubjects(faults, `${field}.publish`, publish, isSubject);
  checkSubjects(faults, `${field}.subscribe`, subscribe, isPermissionSubject);
  for (const [index, subject] of (publish?.allow ?? []).entries()) {
    faults.require(
      subject.split(/\s/)[0] !== '>',
      `${field}.publish.allow[${index}]`,
      "'>'",
      'the subjects that the user needs',
      'Name them: a user that may publish to all can forge any message and change any stream.',
    );
  }
  faults.require(
    publish === undefined || publish.allow !== undefined || publish.deny?.includes('>') === true,
    `${field}.publish.allow`,
    'absent',
    'the subjects that the user needs',
    'Name them; an empty list denies all.',
  );
}

/** @param accepts a queue group may follow a subscribed subject, not a published one. */
function checkSubjects(
  faults: Faults,
  field: string,
  permission: SubjectPermission | undefined,
  accepts: (text: string) => boolean,
): void {
  for (const side of ['allow', 'deny'] as const) {
    for (const [index, subject] of (permission?.[side] ?? []).entries()) {
      faults.require(
        accepts(subject),
        `${field}.${side}[${index}]`,
        shown(subject),
        "a subject: tokens between dots, '*' for one of them, '>' for all that follow",
        'Correct the subject.',
      );
      faults.require(
        !namesVariable(subject),
        `${field}.${side}[${index}]`,
        shown(subject),
        'a subject: a variable is not expanded inside one',
        'Correct the subject.',
      );
    }
  }
}

export function checkSubject(faults: Faults, field: string, subject: string): void {
  faults.require(
    isSubject(subject),
    field,
    shown(subject),
    "a subject: tokens between dots, '*' for one of them, '>' for all that follow",
    'Correct the subject.',
  );
}

/**
 * Whether a `$` in a subject is not the start of one of the server's own subjects, whose first token is in capitals,
 * such as `$JS`.
 */
function namesVariable(subject: string): boolean {
  return /\$[A-Za-z_{]/.test(subject.replaceAll(/(?<=^|\.)\$[A-Z]+(?=\.)/g, ''));
}
