import { ticketSettings, type ServiceSettingsOf } from '@gongshu/service-kit';

export const settings = ticketSettings;
export type OpenDataSettings = ServiceSettingsOf<typeof settings>;
