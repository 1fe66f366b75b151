import type { Answer } from '../answer.js';
import { until, type Caller } from '../caller.js';
import type { Stage } from '../stage.js';

export interface RequestText {
  readonly entryId: string;
  readonly applicationScenario?: string;
  readonly dutyBasis: string;
  readonly purpose: string;
  readonly columns: readonly string[];
  readonly provisionMode: string;
}

/** One turn in a request's way: who acts, what is sent, and what the requester must then see. */
export interface Turn {
  readonly actor: Caller;
  readonly act: string;
  readonly content?: object;
  readonly becomes: string;
  readonly zh: string;
  readonly en: string;
}

export function stepText(answer: Answer): { zh: string; en: string } {
  const due = answer.at('step.dueOn');
  const [zh, en] = [answer.at('step.label.zh'), answer.at('step.label.en')];
  if (due === '') return { zh: `“${zh}”`, en: `"${en}"` };
  return { zh: `“${zh}”,办理期限 ${due}(第 ${answer.at('step.dueArticle')} 条)`, en: `"${en}", due on ${due} (article ${answer.at('step.dueArticle')})` };
}

/** Walks a request or a verification through its turns; after each, what the requester sees at its own gateway. */
export async function takeTurns(stage: Stage, path: string, requester: Caller, turns: readonly Turn[]): Promise<Answer> {
  const { narrator } = stage;
  let seen = await requester.get(path, true);
  for (const { actor, act, content, becomes, zh, en } of turns) {
    narrator.say(`${actor.name}:${zh}`, `${actor.credential.clientId}: ${en}`);
    // Between two nodes or services a fact is under way for a moment; the next one acts as soon as it has it.
    const { answer } = await until(
      () => actor.post(`${path}/acts`, { act, ...content }),
      (reply) => reply.status !== 404 && !/unknown-version$|no-source$/.test(reply.at('code')),
    );
    narrator.check(answer.status === 200, '已办理', 'done', answer.body);
    const waited = await until(
      () => requester.get(path, true),
      (reply) => reply.at('state') === becomes,
    );
    seen = waited.answer;
    const text = stepText(seen);
    narrator.check(seen.at('state') === becomes, `申请部门看到:${text.zh}`, `the requester sees: ${text.en}`, seen.body);
  }
  return seen;
}

/** The law wants a scenario: without one the request is refused with the article. */
export async function fileRequest(stage: Stage, requester: Caller, request: RequestText): Promise<Answer> {
  const { narrator } = stage;
  // The entry reaches sharing a moment after its publication.
  const { answer: filed } = await until(
    () => requester.post('/v1/sharing-requests', request),
    ({ status }) => status !== 404,
  );
  const text = stepText(filed);
  narrator.check(filed.status === 201, `申请已受理,编号 ${filed.at('number')};当前环节 ${text.zh}`, `filed under number ${filed.at('number')}; now ${text.en}`, filed.body);
  return filed;
}
