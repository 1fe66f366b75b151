import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { BATCH_EVENTS, Problem, problems, type Constructor, type NumberedEvent } from '@gongshu/contracts';

function invalid(pointer: string, detail: string): Problem {
  return new Problem(problems.invalidInput, { errors: [{ pointer, code: 'federation', detail }] });
}

/**
 * Reads what another node said. Unlike the door for people's requests it lets unknown fields pass: the neighbour may run a newer release.
 *
 * @throws Problem `input/invalid`
 */
export function readMessage<T extends object>(type: Constructor<T>, value: unknown): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('', 'a JSON object is expected');
  const message = plainToInstance(type, value);
  const [fault] = validateSync(message, { forbidUnknownValues: false });
  if (fault !== undefined) throw invalid(`/${fault.property}`, Object.values(fault.constraints ?? { nested: 'a part is invalid' }).join('; '));
  return message;
}

/**
 * The numbered events of a push or of the answer to a pull: consecutive from `after` + 1, envelopes untouched.
 *
 * @throws Problem `input/invalid` for anything else
 */
export function readEvents(value: unknown, after: number): NumberedEvent[] {
  const events: unknown = (value as { events?: unknown }).events;
  if (!Array.isArray(events) || events.length > BATCH_EVENTS) throw invalid('/events', `at most ${String(BATCH_EVENTS)} events are expected`);
  return events.map((event: unknown, index): NumberedEvent => {
    if (!Array.isArray(event) || event.length !== 2) throw invalid(`/events/${String(index)}`, 'a number and an envelope are expected');
    const [seq, envelope] = event as [unknown, unknown];
    if (seq !== after + index + 1) throw invalid(`/events/${String(index)}/0`, 'numbers must be consecutive');
    return [seq, envelope];
  });
}
