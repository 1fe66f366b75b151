import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOrganisations, importOrganisations, organisationRegistered, type OrganisationImportReport, type Organisation } from '@gongshu/contracts';
import { IdentityOffice, refusal } from '@gongshu/testing';
import { identityService } from '../index.js';

const HEADING = '机构标识,机构名称,层级,行政区划代码,统一社会信用代码,机构类型,授权依据层级,授权依据名称,授权依据条款';

describe('organisations from a sheet', () => {
  let office: IdentityOffice;

  beforeAll(async () => {
    office = await IdentityOffice.open(identityService, { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei' });
    await office.party('shijiazhuang-authority', ['DATA_AUTHORITY'], { kind: 'DATA_AUTHORITY', division: '130100', level: 'CITY' });
  });
  afterAll(() => office.stop());

  const line = ({ id, name, level, division, uscc, kind, authorisingBasis: basis }: Organisation): string => [id, name, level, division, uscc, kind, basis?.level ?? '', basis?.title ?? '', basis?.article ?? ''].join(',');
  const read = (csv: string, mode = 'ALL_OR_NOTHING', by = 'platform-operator'): Promise<OrganisationImportReport> => office.ask(by, importOrganisations, { mode, csv });
  const registered = async (): Promise<string[]> => (await office.ask('platform-operator', findOrganisations, { limit: 200 })).items.map(({ id }) => id);
  const faults = ({ faults: found }: OrganisationImportReport): string[] => found.map(({ row, column, code }) => `${String(row)} ${column} ${code}`);

  it('are registered and announced, by the Chinese titles of the columns, a basis among them', async () => {
    const basis = { level: 'LAW', title: '中华人民共和国气象法', article: '5' };
    const sheet = [HEADING, line(office.organisation('sheet-education', { name: '河北省教育厅' })), '', line(office.organisation('sheet-weather', { kind: 'AUTHORISED_ORGANISATION', authorisingBasis: basis }))];
    expect(await read(`\uFEFF${sheet.join('\r\n')}\r\n`)).toEqual({ mode: 'ALL_OR_NOTHING', rows: 2, registered: 2, faults: [] });
    const { items } = await office.ask('platform-operator', findOrganisations, { limit: 200 });
    expect(items.find(({ id }) => id === 'sheet-weather')).toMatchObject({ authorisingBasis: basis });
    await office.t.eventually(() => ['sheet-education', 'sheet-weather'].every((id) => office.t.seen(organisationRegistered).some(({ subject }) => subject === id)));
  });

  it('are refused by row and column, in both languages; then all of them or only the faulty ones stay out', async () => {
    const good = office.organisation('sheet-good');
    const rows = [
      line(good),
      line({ ...office.organisation('sheet-check'), uscc: '11130000MB0000000A' }),
      line(office.organisation('sheet-kind', { kind: 'PRIVATE_ENTERPRISE' })),
      line(office.organisation('sheet-basis', { kind: 'AUTHORISED_ORGANISATION' })),
      line({ ...office.organisation('sheet-width'), division: '1300００' }),
      line(office.organisation('sheet-formula', { name: '=HYPERLINK("x")' })).replaceAll('"', '""').replace('=HYPERLINK(""x"")', '"=HYPERLINK(""x"")"'),
      line({ ...office.organisation('sheet-taken'), uscc: good.uscc }),
      line(office.organisation('sheet-abroad', { division: '370000' })),
      'sheet-short',
    ];
    const expected = [
      '3 uscc gb32100', '4 kind not-admissible', '5 authorisingBasis basis', '6 division matches', '7 name formula', '8 uscc taken', '9 division territory',
      '10 name required', '10 level required', '10 division required', '10 uscc required', '10 kind required',
    ];
    const csv = [HEADING, ...rows].join('\n');
    const all = await read(csv);
    expect([all.rows, all.registered, faults(all)]).toEqual([9, 0, expected]);
    expect(all.faults.every(({ words }) => /\p{Script=Han}/u.test(words.zh) && words.en !== '')).toBe(true);
    expect(await registered()).not.toContain('sheet-good');
    const valid = await read(csv, 'VALID_ROWS');
    expect([valid.registered, faults(valid)]).toEqual([1, expected]);
    expect((await registered()).filter((id) => id.startsWith('sheet-'))).toEqual(['sheet-education', 'sheet-good', 'sheet-weather']);
  });

  it('of another place are refused to an authority, row by row', async () => {
    const csv = [HEADING, line(office.organisation('sheet-own', { division: '130102', level: 'COUNTY' })), line(office.organisation('sheet-foreign', { division: '130200', level: 'CITY' }))].join('\n');
    const report = await read(csv, 'VALID_ROWS', 'shijiazhuang-authority');
    expect([report.registered, faults(report)]).toEqual([1, ['3 id identity/outside-scope']]);
  });

  it.each([
    ['an unknown column', 'id,colour\nx,red'],
    ['what is no CSV', `${HEADING}\n"open`],
    ['too many rows', `id\n${'abc\n'.repeat(2_001)}`],
  ])('that hold %s are refused as a whole', async (_what, csv) => {
    const problem = await refusal(read(csv));
    expect([problem.definition.code, problem.parts.errors?.[0]?.pointer]).toEqual(['input/invalid', '/csv']);
  });
});
