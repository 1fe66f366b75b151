import { createHash } from 'node:crypto';
import type { DataItem, Party } from '@gongshu/contracts';
import type { PublishedEntry } from '../entry-search-index.js';
import { loadCorpusSubjects, type CorpusSubject, type SubjectKind } from './corpus-subjects.js';

/** A generated entry, and what it is about by its making: the ground of the labels. */
export interface CorpusEntry {
  readonly published: PublishedEntry;
  readonly subject: CorpusSubject;
  /** 河北省, 石家庄市 or 唐山市. */
  readonly territory: string;
}

const TERRITORIES = [
  { name: '河北省', node: '130000', level: 'PROVINCE' },
  { name: '石家庄市', node: '130100', level: 'CITY' },
  { name: '唐山市', node: '130200', level: 'CITY' },
] as const;

/** From the second round on, entries are about a part of the territory. */
const DISTRICTS = ['长安区', '桥西区', '新华区', '裕华区', '藁城区', '鹿泉区', '栾城区', '正定县', '行唐县', '灵寿县', '高邑县', '深泽县', '赞皇县', '无极县', '平山县', '元氏县', '赵县', '路南区', '路北区', '古冶区', '开平区', '丰南区', '丰润区', '曹妃甸区', '滦州市', '滦南县', '乐亭县', '迁西县', '玉田县', '遵化市', '迁安市'];

type Item = readonly [column: string, name: string, type: string];
const ITEMS: Readonly<Record<SubjectKind, readonly Item[]>> = {
  person: [['full_name', '姓名', 'TEXT'], ['id_number', '公民身份号码', 'TEXT'], ['gender', '性别', 'TEXT'], ['phone', '联系电话', 'TEXT'], ['address', '居住地址', 'TEXT']],
  company: [['company_name', '单位名称', 'TEXT'], ['uscc', '统一社会信用代码', 'TEXT'], ['legal_person', '法定代表人', 'TEXT'], ['registered_address', '注册地址', 'TEXT']],
  vehicle: [['plate_number', '号牌号码', 'TEXT'], ['vehicle_type', '车辆类型', 'TEXT'], ['vin', '车辆识别代号', 'TEXT'], ['owner_name', '所有人', 'TEXT']],
  thing: [['object_code', '编号', 'TEXT'], ['object_name', '名称', 'TEXT'], ['longitude', '经度', 'NUMBER'], ['latitude', '纬度', 'NUMBER'], ['measured_at', '采集时间', 'DATETIME']],
};
/** What other matters entries serve: words of one subject that stand in entries about another. */
const USES = ['最低生活保障审核', '住房公积金提取核验', '出生一件事联办', '企业开办', '积分落户', '保障性住房配租', '义务教育入学审核', '贷款资格核验', '信用信息公示', '招投标资格审查', '养老金资格认证', '不动产登记受理', '精准帮扶', '执法检查', '统计分析', '城市运行监测'];
const CYCLES = ['REAL_TIME', 'DAILY', 'WEEKLY', 'MONTHLY', 'QUARTERLY', 'YEARLY'];
const SHARING = ['UNCONDITIONAL', 'CONDITIONAL', 'CONDITIONAL', 'NOT_SHARED'];
const OPENING = ['NOT_OPEN', 'UNCONDITIONAL', 'CONDITIONAL', 'ON_APPLICATION'];
const CLASSES = ['DEPARTMENT', 'BASE', 'TOPIC'];
const SUBCLASSES: Readonly<Record<SubjectKind, string>> = { person: 'POPULATION', company: 'LEGAL_ENTITY', vehicle: 'TRANSPORT', thing: 'NATURAL_RESOURCES' };

const LAST_PUBLICATION = Date.parse('2026-02-28T00:00:00Z');

/** One of a list for entry `n`; `salt` tells what is being decided. The same wherever it is made. */
function draw<T>(from: readonly T[], n: number, salt: number): T {
  return from[(Math.imul(n + salt * 7_919, 2_654_435_761) >>> 9) % from.length] as T;
}

/**
 * Entries of a catalogue like a province's: 60 organisations (20 branches in three territories) publish 30 subjects each; beyond 1,800 they come again, each about one district.
 * Deterministic: the same number is the same entry, id included.
 */
export function* generateCorpus(size: number): Generator<CorpusEntry> {
  const subjects = loadCorpusSubjects();
  const inRound = subjects.length * TERRITORIES.length;
  for (let n = 0; n < size; n += 1) {
    const [round, place] = [Math.floor(n / inRound), n % inRound];
    const [territory, subject] = [TERRITORIES[place % TERRITORIES.length], subjects[Math.floor(place / TERRITORIES.length)]];
    if (territory === undefined || subject === undefined) return;
    const organisation = `${territory.name}${subject.names[territory.level === 'PROVINCE' ? 0 : 1]}`;
    const provider: Party = { id: `${subject.branch}-${territory.node}`, name: organisation, division: territory.node, level: territory.level, node: territory.node };
    yield { published: publishedEntry(n, round, subject, provider, territory.name), subject, territory: territory.name };
  }
}

function publishedEntry(n: number, round: number, subject: CorpusSubject, provider: Party, territory: string): PublishedEntry {
  const district = round === 0 ? '' : `${DISTRICTS[round % DISTRICTS.length] ?? ''}${round < DISTRICTS.length ? '' : `第${String(Math.floor(round / DISTRICTS.length) + 1)}批`}`;
  const name = `${draw(['', territory, ''], n, 1)}${district}${subject.name}${draw(['信息', '数据', '信息', '情况', ''], n, 2)}`;
  const items: DataItem[] = [
    ...ITEMS[subject.kind].map(([column, itemName, type]) => ({ column, name: itemName, type })),
    { column: 'business_number', name: `${subject.thing}业务编号`, type: 'TEXT' },
    { column: 'handled_on', name: `${subject.name}日期`, type: 'DATE' },
    { column: 'handled_by', name: '办理机构', type: 'TEXT' },
  ];
  const abstract = `${provider.name}在履行职责过程中形成的${district}${subject.name}数据,包括${items.slice(0, 3).map((item) => item.name).join('、')}等,可用于${draw(USES, n, 3)}。`;
  const entryClass = draw(CLASSES, n, 4);
  return {
    id: idOf(n),
    node: provider.node,
    provider,
    code: `${provider.division}${String(CLASSES.indexOf(entryClass) + 1)}/${String(n).padStart(6, '0')}`,
    publishedAt: new Date(LAST_PUBLICATION - n * 3_600_000).toISOString(),
    content: {
      name,
      abstract,
      entryClass,
      subclass: SUBCLASSES[subject.kind],
      format: '数据库',
      items,
      sharingType: draw(SHARING, n, 5),
      provisionModes: ['INTERFACE'],
      aggregation: 'PHYSICAL',
      openType: draw(OPENING, n, 6),
      updateCycle: draw(CYCLES, n, 7),
      securityLevel: 'GENERAL',
      scopeOfUse: '政务部门履行职责',
      personalData: subject.kind === 'person',
      secrecyReviewed: true,
    },
  };
}

function idOf(n: number): string {
  const hex = createHash('sha256').update(`corpus entry ${String(n)}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
