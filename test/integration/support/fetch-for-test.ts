import { createInterface } from 'node:readline';

/** Fetches what each line of the input asks for, `<id> <url>`, and prints `<id> <status> <body in base64>`. */
for await (const line of createInterface({ input: process.stdin })) {
  const [id = '', url = ''] = line.split(' ');
  void answer(id, url);
}

async function answer(id: string, url: string): Promise<void> {
  let text: string;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    text = `${response.status} ${Buffer.from(await response.text()).toString('base64')}`;
  } catch (error) {
    text = `0 ${Buffer.from(String(error)).toString('base64')}`;
  }
  process.stdout.write(`${id} ${text}\n`);
}
