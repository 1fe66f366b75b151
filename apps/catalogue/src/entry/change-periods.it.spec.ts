import { afterEach, describe, expect, it } from 'vitest';
import { actOnEntry, compileEntry, entryPublished, entryStepOverdue, getEntry, openEntryChange, type EntryView } from '@gongshu/contracts';
import { departmentEntry, passedItems, person, putSourceBehind, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const NODES = {
  hebei: { code: '130000', name: '河北省', level: 'PROVINCE' },
  jian: { code: '360800', name: '吉安市', level: 'CITY' },
  liaoning: { code: '210000', name: '辽宁省', level: 'PROVINCE' },
  weihai: { code: '371000', name: '威海市', level: 'CITY' },
} as const;

describe('the update of a published entry', () => {
  let t: TestService;
  let people: Record<'compiler' | 'reviewer' | 'authority', TestParty>;
  afterEach(() => t.stop());

  async function open(pack: keyof typeof NODES): Promise<string> {
    const node = NODES[pack];
    t = await startTestService(catalogueService, { node: { ...node, pack }, startAt: '2026-04-28T09:00:00+08:00' });
    const place = { division: node.code, level: node.level, node: node.code };
    const department = { id: 'minzheng', name: '民政部门', ...place };
    people = {
      compiler: person(department, 'DATA_ADMINISTRATOR'),
      reviewer: { ...person(department, 'CATALOGUE_REVIEWER'), client: 'minzheng-reviewer' },
      authority: person({ id: 'shujuju', name: '数据局', ...place }, 'DATA_AUTHORITY'),
    };
    const content = pack === 'liaoning' ? sampleEntry({ entryClass: 'TOPIC', subclass: 'TRANSPORT' }) : departmentEntry({ sharingScope: { kind: 'SOME_BODIES', bodies: ['公安局'] } });
    const { id } = await t.ask(compileEntry, content, people.compiler);
    await toPublication(await act(id, 'submit', people.compiler));
    return id;
  }
  const act = (id: string, name: string, by: TestParty): Promise<EntryView> => t.ask(actOnEntry, { id, act: name }, by);
  async function toPublication(entry: EntryView): Promise<void> {
    const { id } = entry;
    await putSourceBehind(t, id);
    const passed = entry.state === 'DEPARTMENT_REVIEW' ? await t.ask(actOnEntry, { id, act: 'pass', verdicts: passedItems(entry) }, people.reviewer) : entry;
    if (passed.state === 'AUTHORITY_REVIEW') await act(id, 'publish', people.authority);
  }
  const record = (id: string, cause: string): Promise<EntryView> => t.ask(openEntryChange, { id, cause, changedOn: '2026-04-28', change: '内容变化' }, people.compiler);
  const current = (id: string): Promise<EntryView> => t.ask(getEntry, { id }, people.compiler);
  const told = (id: string): string[] => t.seen(entryStepOverdue).filter(({ data }) => data.id === id).map(({ data }) => `${data.step} ${data.dueOn}`);

  /** On its last day a step is in time, when that day has ended it is not. */
  async function lapsesAfter(id: string, step: string, lastDay: string, nextDay: string): Promise<void> {
    t.clock.travelTo(`${lastDay}T23:59:59+08:00`);
    await t.fireDueTimers();
    expect(await current(id)).toMatchObject({ state: step, step: { dueOn: lastDay, overdue: false } });
    expect(told(id)).toEqual([]);
    t.clock.travelTo(`${nextDay}T00:00:00+08:00`);
    await t.fireDueTimers();
    expect(await current(id)).toMatchObject({ state: step, step: { dueOn: lastDay, overdue: true } });
    await t.eventually(() => told(id).length > 0);
    expect(told(id)).toEqual([`${step} ${lastDay}`]);
  }

  it('[JIA-11-7] of which an element has changed is due after 5 working days in jian: in time on the fifth, overdue on the sixth', async () => {
    const id = await open('jian');
    expect(await record(id, 'ELEMENT_CHANGE')).toMatchObject({ version: 2, step: { dueOn: '2026-05-08', dueArticle: '11' } });
    await lapsesAfter(id, 'UPDATING', '2026-05-08', '2026-05-09');
    expect(await act(id, 'submit', people.compiler)).toMatchObject({ state: 'DEPARTMENT_REVIEW', step: { overdue: false } });
  });

  it('[LIA-8-2] after an amended law or other functions is due after 15 working days in liaoning, overdue on the sixteenth', async () => {
    const id = await open('liaoning');
    expect(await record(id, 'LAW_CHANGE')).toMatchObject({ step: { dueOn: '2026-05-21', dueArticle: '8' } });
    await lapsesAfter(id, 'UPDATING', '2026-05-21', '2026-05-22');
  });

  it('[WEI-10-5] is applied for within 15 working days in weihai; nothing but the application ends the period', async () => {
    const id = await open('weihai');
    expect(await record(id, 'OTHER')).toMatchObject({ state: 'UPDATING', step: { dueOn: '2026-05-21', dueArticle: '10', acts: ['submit'] } });
    await lapsesAfter(id, 'UPDATING', '2026-05-21', '2026-05-22');
    const submitted = await act(id, 'submit', people.compiler);
    expect(submitted).toMatchObject({ state: 'AUTHORITY_REVIEW', step: { overdue: false } });
  });

  it('[WEI-10-6] is reviewed and published within 2 working days of its submission in weihai, both in one act', async () => {
    const id = await open('weihai');
    await record(id, 'OTHER');
    expect(await act(id, 'submit', people.compiler)).toMatchObject({ state: 'AUTHORITY_REVIEW', step: { dueOn: '2026-04-30', dueArticle: '10' } });
    await lapsesAfter(id, 'AUTHORITY_REVIEW', '2026-04-30', '2026-05-01');
    expect(t.seen(entryPublished).filter(({ data }) => data.id === id).map(({ data }) => data.version)).toEqual([1]);
    expect(await act(id, 'publish', people.authority)).toMatchObject({ version: 2, state: 'PUBLISHED' });
    await t.eventually(() => t.seen(entryPublished).some(({ data }) => data.id === id && data.version === 2));
  });

  it('[HEB-11-5] is reviewed within 10 working days of its receipt in hebei: a lapse is told, and approves nothing', async () => {
    const id = await open('hebei');
    await record(id, 'DUTY_CHANGE');
    expect(await act(id, 'submit', people.compiler)).toMatchObject({ state: 'AUTHORITY_REVIEW', step: { dueOn: '2026-05-14', dueArticle: '11' } });
    await lapsesAfter(id, 'AUTHORITY_REVIEW', '2026-05-14', '2026-05-15');
    t.clock.travelTo('2026-07-15T09:00:00+08:00');
    await t.fireDueTimers();
    expect(await current(id)).toMatchObject({ version: 2, state: 'AUTHORITY_REVIEW', step: { overdue: true } });
    expect(t.seen(entryPublished).filter(({ data }) => data.id === id).map(({ data }) => data.version)).toEqual([1]);
  });
});
