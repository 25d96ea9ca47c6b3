import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** Sends its input to `HOST:PORT` without encryption, and prints what comes back, and `[closed]` at the end. */
const { HOST = '', PORT = '' } = process.env;
const socket = connect(Number(PORT), HOST, () => process.stdout.write('[open]\n'));
socket.on('data', (data) => process.stdout.write(data));
socket.on('error', (error) => process.stdout.write(`[failed] ${error.message}\n`));
socket.on('close', () => process.stdout.write('\n[closed]\n'));
for await (const line of createInterface({ input: process.stdin })) socket.write(`${line}\n`);
socket.destroy();
