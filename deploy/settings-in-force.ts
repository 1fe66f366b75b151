import { gatewaySettings } from '@gongshu/gateway';
import { SERVICE_NAMES } from '@gongshu/contracts';
import { SERVICES } from '@gongshu/launcher';
import { serviceSettings, type SettingsDefinition } from '@gongshu/service-kit';

/** The programs of a node: what the manifests must run. */
export const APPS = [...SERVICE_NAMES, 'gateway'] as const;
export type App = (typeof APPS)[number];

/** Every setting that a program reads, from the definitions it reads them by. */
export function settingsOf(app: App): SettingsDefinition {
  return app === 'gateway' ? gatewaySettings : { ...serviceSettings, ...SERVICES[app].settings };
}

export const namesOf = (settings: SettingsDefinition): string[] => Object.values(settings).map(({ name }) => name).sort();
export const secretNamesOf = (settings: SettingsDefinition): string[] => Object.values(settings).filter(({ secret }) => secret).map(({ name }) => name).sort();

/** How a program is started. Those that every data call passes have a larger nursery for what lives no longer than a call. */
export function commandOf(app: App): string[] {
  return ['node', ...(app === 'gateway' || app === 'sharing' ? ['--max-semi-space-size=64'] : []), `apps/${app}/dist/main.js`];
}
