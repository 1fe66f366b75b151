import { documentKeySettings, ticketSettings, type ServiceSettingsOf } from '@gongshu/service-kit';

export const settings = { ...ticketSettings, ...documentKeySettings } as const;
export type SharingSettings = ServiceSettingsOf<typeof settings>;
