import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a server says to a client that answers it in plain text, until it hangs up. */
export async function speakPlainly(address: string): Promise<string> {
  const [host = '', port = ''] = address.split(':');
  const socket = connect(Number(port), host);
  socket.write('CONNECT {"user":"observer","pass":"observer"}\r\nPING\r\n');
  return text(socket);
}
