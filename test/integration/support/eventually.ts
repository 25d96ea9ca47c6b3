import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks until the answer is accepted, and returns it. The bound is generous, since it decides only when a test that fails
 * does so.
 */
export async function eventually<Answer>(
  what: string,
  ask: () => Promise<Answer>,
  accepts: (answer: Answer) => boolean,
  seconds = 60,
): Promise<Answer> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    let last: unknown;
    try {
      const answer = await ask();
      if (accepts(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      const found = last instanceof Error ? last.message : JSON.stringify(last);
      throw new Error(`Not so within ${seconds}s: ${what}. Last answer: ${found}`);
    }
    await delay(50);
  }
}
