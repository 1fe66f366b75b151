import { ticketSettings, type ServiceSettingsOf } from '@gongshu/service-kit';

export const settings = ticketSettings;
export type SharingSettings = ServiceSettingsOf<typeof settings>;
