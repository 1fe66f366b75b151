import { defineEvent } from '../define-event.js';
import { Id, Text } from '../fields.js';

export class DataSetOpened {
  @Id() readonly entryId!: string;
  @Text() readonly openType!: string;
  @Text() readonly article!: string;
}
export const dataSetOpened = defineEvent({ service: 'open-data', name: 'data-set-opened', data: DataSetOpened });
