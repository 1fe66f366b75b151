import { connect } from 'node:net';

/** Writes bytes as they are and reads what comes until the other side ends the connection, which it must. */
export function rawCall(url: string, bytes: string | Buffer, more?: (write: (part: string) => void) => () => void): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const stop = more?.((part) => void socket.write(part));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => socket.end());
    // What was cut off while it was still being sent is as much an end as any.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      stop?.();
      resolve(Buffer.concat(chunks).toString('latin1'));
    });
  });
}
