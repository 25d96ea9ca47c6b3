import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

export const QUESTIONS = 'titan.questions.quant';

/** Time that a client waits for an answer. */
const PATIENCE = 1500;

/** Publishes a message that a stream must take, and returns the stream's name. */
export async function store(client: NatsConnection, subject: string, text = subject): Promise<string> {
  const { stream } = await jetstream(client, { timeout: PATIENCE }).publish(subject, text);
  return stream;
}

/** Reads one message by a durable consumer, acknowledges it, and returns its text once the server knows. */
export async function read(client: NatsConnection, stream: string, durable: string): Promise<string> {
  const consumer = await jetstream(client, { timeout: PATIENCE }).consumers.get(stream, durable);
  for await (const message of await consumer.fetch({ max_messages: 1, expires: PATIENCE })) {
    if (!(await message.ackAck())) throw new Error(`${stream} was not told that ${durable} has read.`);
    return message.string();
  }
  throw new Error(`${stream} had nothing for ${durable}.`);
}

/** Answers questions as one of the group of AI Quant. */
export function answerQuestions(client: NatsConnection): void {
  client.subscribe(QUESTIONS, {
    queue: 'ai-quant',
    callback: (error, message) => {
      if (error === null) message.respond(`answer to ${message.string()}`);
    },
  });
}

export async function ask(client: NatsConnection, question: string): Promise<string> {
  return (await client.request(QUESTIONS, question, { timeout: PATIENCE })).string();
}
