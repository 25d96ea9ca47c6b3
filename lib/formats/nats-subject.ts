/**
 * Whether a text names subjects: tokens between dots, none empty and none with white space; `*` matches one token, `>`
 * all that follow, so it must be last.
 *
 * @see https://docs.nats.io/nats-concepts/subjects
 */
export function isSubject(text: string): boolean {
  const tokens = text.split('.');
  return tokens.every(
    (token, index) => token !== '' && !/\s/.test(token) && (token !== '>' || index === tokens.length - 1),
  );
}

/** Whether a text names subjects in the form of a permission: a subject, or a subject and a queue group. */
export function isPermissionSubject(text: string): boolean {
  const [subject, queue, ...rest] = text.split(/ +/);
  return (
    subject !== undefined &&
    isSubject(subject) &&
    rest.length === 0 &&
    queue !== '' &&
    !/\s/.test(queue ?? '') &&
    text === text.trim()
  );
}

/** Whether `outer` matches every subject that `inner` matches. */
export function covers(outer: string, inner: string): boolean {
  const outerTokens = outer.split('.');
  const innerTokens = inner.split('.');
  for (const [index, token] of outerTokens.entries()) {
    if (token === '>') return innerTokens.length > index;
    const other = innerTokens[index];
    if (other === undefined || other === '>') return false;
    if (token !== '*' && token !== other) return false;
  }
  return outerTokens.length === innerTokens.length;
}

/** Whether two texts match a common subject. */
export function overlap(a: string, b: string): boolean {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [one, other] = [left[index], right[index]];
    if (one === undefined || other === undefined) return false;
    if (one === '>' || other === '>') return true;
    if (one !== '*' && other !== '*' && one !== other) return false;
  }
  return true;
}
