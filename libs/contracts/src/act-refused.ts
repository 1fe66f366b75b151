import { defineEvent, type EventDefinition } from './define-event.js';
import { Nullable, Text } from './fields.js';
import { SERVICE_NAMES, type ServiceName } from './service-name.js';

/** An act that law or permission refused. It changed nothing, yet it is on record: who tried what, and which article stood against it. */
export class ActRefused {
  @Text() readonly request!: string;
  @Nullable({ description: 'Act of a procedure that was tried, where the request names one' }) readonly act!: string | null;
  @Nullable({ description: 'The case or thing it was tried on' }) readonly subject!: string | null;
  @Text() readonly code!: string;
  @Nullable() readonly pack!: string | null;
  @Nullable() readonly article!: string | null;
}

/** One definition per service: each announces its own refusals. */
export const actRefused: Readonly<Record<ServiceName, EventDefinition<ActRefused>>> = Object.fromEntries(
  SERVICE_NAMES.map((service) => [service, defineEvent({ service, name: 'act-refused', data: ActRefused })]),
) as Record<ServiceName, EventDefinition<ActRefused>>;
