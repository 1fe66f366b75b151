import { connect } from 'node:net';

/** Sends bytes as they are and reads all that comes until the connection ends or `milliseconds` are over. */
export function rawCall(port: number, bytes: string | Buffer, milliseconds = 2_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const finish = (): void => {
      socket.destroy();
      resolve(Buffer.concat(chunks).toString('latin1'));
    };
    socket.setTimeout(milliseconds, finish);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', finish);
    socket.on('error', reject);
  });
}
