import { environment } from './config/environment.js';
import type { SettingsDefinition } from './config/settings.js';
import { runUntilTold } from './run-until-told.js';
import { migrateService, startService, type ServiceDefinition } from './start-service.js';

/** The body of a service's `main.ts`: `migrate` as the only argument runs the migrations and ends; otherwise the service runs until it is told to stop. */
export async function runService<D extends SettingsDefinition>(definition: ServiceDefinition<D>, command: string | undefined): Promise<void> {
  const settings = environment();
  if (command === 'migrate') await migrateService(definition, settings);
  else await runUntilTold(() => startService(definition, { settings }));
}
