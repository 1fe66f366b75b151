import { environment } from '@gongshu/service-kit';
import { startGateway } from './start-gateway.js';

const running = await startGateway({ settings: environment() });
let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  running.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
