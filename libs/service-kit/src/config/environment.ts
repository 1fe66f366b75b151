import type { SettingSource } from './settings.js';

/** The process's environment: the only reader of it in the services. */
export function environment(): SettingSource {
  return process.env;
}
