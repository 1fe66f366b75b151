import { Problem } from '@gongshu/contracts';

/** The problem a promise is refused with. Throws when it is kept, or broken by anything else. */
export async function refusal(promise: Promise<unknown>): Promise<Problem> {
  const outcome: unknown = await promise.then(
    () => new Error('not refused'),
    (error: unknown) => error,
  );
  if (outcome instanceof Problem) return outcome;
  throw outcome;
}
