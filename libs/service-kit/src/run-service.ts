import { environment } from './config/environment.js';
import type { SettingsDefinition } from './config/settings.js';
import { migrateService, startService, type ServiceDefinition } from './start-service.js';

/**
 * The body of a service's `main.ts`: `migrate` as the only argument runs the migrations and ends; otherwise the service runs until it is told to stop.
 * A failed start ends the process with the reason on standard error.
 */
export async function runService<D extends SettingsDefinition>(definition: ServiceDefinition<D>, command: string | undefined): Promise<void> {
  const settings = environment();
  if (command === 'migrate') {
    await migrateService(definition, settings);
    return;
  }
  const running = await startService(definition, { settings });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
