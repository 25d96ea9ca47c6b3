/** One step into an object: a key, or a zero-based index of a list. */
export type PathStep = string | number;

const PLAIN_KEY = /^[A-Za-z_$][\w$-]*$/;

/**
 * Appends steps to a field path: `at('spec', 'containers', 0)` is `spec.containers[0]`. A key with a dot, a slash or
 * another ambiguous character is quoted: `metadata.annotations["linkerd.io/inject"]`.
 */
export function at(base: string, ...steps: readonly PathStep[]): string {
  let path = base;
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`;
    else if (!PLAIN_KEY.test(step)) path += `[${JSON.stringify(step)}]`;
    else path += path === '' ? step : `.${step}`;
  }
  return path;
}

const STEP = /\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|((?:[^.[\\]|\\.)+)/y;

/**
 * Parses a field path into its steps, as far as it is well formed. Keys may also be written with escaped dots:
 * `data.nats\.conf`.
 */
export function parsePath(path: string): PathStep[] {
  const steps: PathStep[] = [];
  let position = 0;
  while (position < path.length) {
    if (path[position] === '.') position += 1;
    STEP.lastIndex = position;
    const match = STEP.exec(path);
    if (match === null) return steps;
    const [text, index, quoted, plain] = match;
    if (index !== undefined) steps.push(Number(index));
    else if (quoted !== undefined) steps.push(String(JSON.parse(quoted)));
    else if (plain !== undefined) steps.push(plain.replace(/\\(.)/g, '$1'));
    position += text.length;
  }
  return steps;
}
