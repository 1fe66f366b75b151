import type { AirQualityService } from './air-quality-service.js';
import { until } from './caller.js';
import { demoFile, type Stage } from './stage.js';
import { logShows, logSize, verifyByOutsider } from './steps/check-audit.js';
import { fetchRows, permitsAreComplete, suspendAndRestore, useGrant } from './steps/fetch-data.js';
import { resumeFile, verifyReceipt } from './steps/keep-file.js';
import { appearsAt, DIVISION_ITEMS, publishEntry, uploadData } from './steps/publish-entry.js';
import { fileRequest, takeTurns } from './steps/request-data.js';

const SCENARIO = '社会救助对象属地核对';
const WRONG = { code: '130123000000', right: '正定县', wrong: '正定区' } as const;

const EVENT = (service: string, name: string): string => `gongshu.${service}.${name}.v1`;

/** Steps 1 to 4 and 6 of the main job, on the topology `hebei`. */
export async function playHebei(stage: Stage, airQuality: AirQualityService): Promise<void> {
  const { narrator } = stage;
  const compiler = stage.party('province-compiler');
  const provinceAuthority = stage.party('province-authority');
  const cityAuthority = stage.party('city-authority');
  const countyAuthority = stage.party('county-authority');
  const requester = stage.party('county-requester');
  const auditor = stage.party('province-auditor');

  narrator.title('省级部门编目,市县一秒内可见', 'A provincial department compiles an entry; city and county see it within a second');
  const csv = (await demoFile('hebei-divisions.csv')).replace(`${WRONG.code},${WRONG.right},`, `${WRONG.code},${WRONG.wrong},`);
  const rows = csv.trimEnd().split('\n').length - 1;
  const entryId = await publishEntry(
    stage,
    { compiler, reviewer: stage.party('province-reviewer'), authority: provinceAuthority },
    {
      name: '河北省行政区划',
      abstract: '河北省省、市、县、乡四级行政区划代码与名称',
      entryClass: 'BASE',
      subclass: 'NATURAL_RESOURCES',
      format: '数据库',
      items: DIVISION_ITEMS,
      sharingType: 'CONDITIONAL',
      sharingCondition: '限履行职责使用',
      provisionModes: ['INTERFACE', 'FILE_DOWNLOAD'],
      aggregation: 'PHYSICAL',
      openType: 'NOT_OPEN',
      updateCycle: 'YEARLY',
      securityLevel: 'GENERAL',
      scopeOfUse: '全省政务部门',
      personalData: false,
      secrecyReviewed: true,
    },
  );
  await appearsAt(stage, cityAuthority, entryId, '市平台', 'the city');
  await appearsAt(stage, requester, entryId, '县接入网关', 'the county');
  narrator.say(`录入时写错一行:${WRONG.right}写成${WRONG.wrong}`, 'one row is entered wrongly, as happens');
  await uploadData(stage, compiler, entryId, csv, 'hebei-divisions.csv');
  const sizeBefore = await logSize(auditor);

  narrator.title('县级部门跨层级申请:县 → 市 → 省', 'A county department files a cross-level request: county, city, province');
  const request = { entryId, dutyBasis: '社会救助审核确认职责', purpose: '核对救助对象所属行政区划', columns: ['code', 'name', 'level', 'parent_code'], provisionMode: 'INTERFACE' };
  const refused = await requester.post('/v1/sharing-requests', request);
  narrator.check(
    refused.status === 422 && refused.at('article.article') === '19' && refused.at('errors.0.pointer') === '/applicationScenario',
    `未写应用场景,依第 ${refused.at('article.article')} 条不予受理:${refused.at('detail') || refused.at('title')}`,
    `refused for a missing scenario under article ${refused.at('article.article')} (${refused.at('code')}, ${refused.at('errors.0.pointer')})`,
    refused.body,
  );
  const filed = await fileRequest(stage, requester, { ...request, applicationScenario: SCENARIO });
  const path = `/v1/sharing-requests/${filed.at('id')}`;
  const provided = await takeTurns(stage, path, requester, [
    { actor: countyAuthority, act: 'forward', becomes: 'UPPER_AUTHORITY', zh: '县级主管部门上报', en: 'the county’s authority forwards' },
    { actor: cityAuthority, act: 'forward', becomes: 'AUTHORITY_REVIEW', zh: '市级主管部门上报省平台', en: 'the city’s authority forwards to the province' },
    { actor: provinceAuthority, act: 'forward', becomes: 'PROVIDER_REPLY', zh: '省级主管部门审核并转提供部门', en: 'the province’s authority reviews and forwards to the provider' },
    { actor: compiler, act: 'agree', content: { reasons: '符合履职需要' }, becomes: 'DELIVERY', zh: '提供部门同意', en: 'the provider agrees' },
    { actor: provinceAuthority, act: 'deliver', becomes: 'PROVIDED', zh: '省级主管部门提供数据', en: 'the province’s authority delivers' },
  ]);
  const grantId = provided.at('grantId');
  narrator.check(grantId !== '', `取得使用授权 ${grantId}`, `the grant is ${grantId}`, provided.body);

  narrator.title('凭授权取数:先有凭证,后有字节', 'Data under the grant: a permit before the first byte');
  await useGrant(stage, requester, grantId, SCENARIO, rows, 'city_code');
  await suspendAndRestore(stage, provinceAuthority, requester, grantId, SCENARIO);
  await permitsAreComplete(stage, provinceAuthority, grantId);
  await fileWithReceipt(stage, entryId);
  await logicalAccess(stage, airQuality);

  narrator.title('数据有误:申请校核、修复、通知已获取方', 'A wrong row: verification, repair, and notice to past receivers');
  const wrong = await fetchRows(requester, grantId, SCENARIO, { 'where.code': WRONG.code });
  narrator.check(wrong.at('0.name') === WRONG.wrong, `县里取到的是“${wrong.at('0.name')}”`, 'the county received the wrong name', wrong.body);
  const doubted = await requester.post('/v1/verification-requests', {
    grantId,
    doubt: '名称与批复不符',
    rows: [{ keyColumn: 'code', key: WRONG.code, column: 'name', observed: WRONG.wrong, expected: WRONG.right }],
  });
  narrator.check(doubted.status === 201, `校核申请已提出:${doubted.at('step.label.zh')}`, `a verification request is filed: ${doubted.at('step.label.en')}`, doubted.body);
  const verificationPath = `/v1/verification-requests/${doubted.at('id')}`;
  await takeTurns(stage, verificationPath, requester, [
    { actor: countyAuthority, act: 'forward', becomes: 'UPPER_AUTHORITY', zh: '县级主管部门上报', en: 'the county’s authority forwards' },
    { actor: cityAuthority, act: 'forward', becomes: 'FORWARDING', zh: '市级主管部门上报', en: 'the city’s authority forwards' },
    { actor: provinceAuthority, act: 'forward', becomes: 'PROVIDER_FEEDBACK', zh: '省级主管部门转提供部门', en: 'the province’s authority forwards to the provider' },
  ]);
  const corrected = await compiler.post(`/v1/data-sets/${entryId}/corrections`, {
    keyColumn: 'code',
    changes: [{ key: WRONG.code, column: 'name', value: WRONG.right }],
    reasons: '录入错误',
    verificationId: doubted.at('id'),
  });
  const version = corrected.list('versions').length;
  narrator.check(corrected.status === 201 && version === 2, `提供部门修复,形成第 ${String(version)} 版;原版保留`, `the provider repairs: version ${String(version)} arises, the former stays`, corrected.body);
  await takeTurns(stage, verificationPath, requester, [
    { actor: compiler, act: 'repair', content: { repairedVersion: version, explanation: '录入错误,已修复' }, becomes: 'REPAIRED', zh: '反馈校核结果:已修复', en: 'feedback: repaired' },
  ]);
  const right = await fetchRows(requester, grantId, SCENARIO, { 'where.code': WRONG.code });
  narrator.check(right.at('0.name') === WRONG.right, `再次取数得到“${right.at('0.name')}”`, 'the row is right now', right.body);
  const { answer: notices } = await until(
    () => requester.get('/v1/notices', true),
    (reply) => reply.list('items').some((notice) => notice['entryId'] === entryId),
  );
  const notice = notices.list('items').find((item) => item['entryId'] === entryId);
  narrator.check(
    notice !== undefined,
    `依据调用凭证找到已获取方并通知:${String(notice?.['message'])}`,
    `the past receiver, found from ${String(notice?.['permits'])} permits, is notified`,
    notices.body,
  );

  const notRegulated = await compiler.post('/v1/open-data-sets', { entryId });
  narrator.check(
    notRegulated.status === 422 && notRegulated.at('code') === 'open-data/not-regulated',
    `河北的法规未规定开放,依 ${notRegulated.at('article.article')} 不予办理`,
    `Hebei’s regulation does not provide for opening: refused under ${notRegulated.at('article.article')}`,
    notRegulated.body,
  );

  narrator.title('审计:每一步可查、可证', 'Audit: every act on record, and provable');
  await logShows(stage, auditor, [
    EVENT('catalogue', 'entry-moved'),
    EVENT('catalogue', 'entry-published'),
    EVENT('exchange', 'version-completed'),
    EVENT('sharing', 'request-moved'),
    EVENT('sharing', 'grant-issued'),
    EVENT('sharing', 'permits-taken'),
    EVENT('sharing', 'permits-refused'),
    EVENT('sharing', 'grant-suspended'),
    EVENT('sharing', 'grant-restored'),
    EVENT('quality-dispute', 'verification-moved'),
    EVENT('exchange', 'rows-corrected'),
    EVENT('sharing', 'past-receivers-found'),
    EVENT('quality-dispute', 'receiver-notified'),
  ]);
  await logShows(stage, stage.party('city-auditor'), [EVENT('sharing', 'act-refused'), EVENT('sharing', 'request-moved'), EVENT('sharing', 'request-forwarded-up'), EVENT('quality-dispute', 'verification-forwarded-up')]);
  await verifyByOutsider(stage, auditor, stage.party('city-auditor'), sizeBefore);
}

/** The same data as a file, for a department of the province: each provision mode is a grant of its own. */
async function fileWithReceipt(stage: Stage, entryId: string): Promise<void> {
  stage.narrator.say('省级部门申请下载文件,并留存可离线核验的回执', 'A department of the province downloads the file, and keeps a receipt that it can verify offline');
  const requester = stage.party('province-civil-affairs');
  const authority = stage.party('province-authority');
  const filed = await fileRequest(stage, requester, {
    entryId,
    applicationScenario: SCENARIO,
    dutyBasis: '社会救助审核确认职责',
    purpose: '核对救助对象所属行政区划',
    columns: ['code', 'name'],
    provisionMode: 'FILE_DOWNLOAD',
  });
  const provided = await takeTurns(stage, `/v1/sharing-requests/${filed.at('id')}`, requester, [
    { actor: authority, act: 'forward', becomes: 'PROVIDER_REPLY', zh: '省级主管部门审核并转提供部门', en: 'the province’s authority reviews and forwards' },
    { actor: stage.party('province-compiler'), act: 'agree', content: { reasons: '符合履职需要' }, becomes: 'DELIVERY', zh: '提供部门同意', en: 'the provider agrees' },
    { actor: authority, act: 'deliver', becomes: 'PROVIDED', zh: '省级主管部门提供', en: 'the authority delivers' },
  ]);
  const grantId = provided.at('grantId');
  const delivered = await resumeFile(stage, requester, grantId, SCENARIO);
  await verifyReceipt(stage, requester, grantId, 1, delivered);
}

/** A city department's REST service, called through the platform and never copied: logical access (article 17). */
async function logicalAccess(stage: Stage, airQuality: AirQualityService): Promise<void> {
  const { narrator } = stage;
  narrator.say('逻辑接入:市级部门登记服务接口,数据不落平台', 'Logical access: a city department registers its REST service; the platform keeps no copy');
  const compiler = stage.party('city-compiler');
  const cityAuthority = stage.party('city-authority');
  const requester = stage.party('county-requester');
  const items = [
    { column: 'station_code', name: '站点编码', type: 'TEXT' },
    { column: 'station_name', name: '站点名称', type: 'TEXT' },
    { column: 'district', name: '所在区县', type: 'TEXT' },
    { column: 'pm25', name: 'PM2.5', type: 'NUMBER' },
    { column: 'aqi', name: '空气质量指数', type: 'NUMBER' },
    { column: 'observed_at', name: '监测时间', type: 'DATETIME' },
  ];
  const entryId = await publishEntry(
    stage,
    { compiler, reviewer: stage.party('city-reviewer'), authority: cityAuthority },
    {
      name: '石家庄市空气质量监测',
      abstract: '石家庄市各站点空气质量实时监测值',
      entryClass: 'TOPIC',
      subclass: 'ECOLOGY',
      format: '服务接口',
      items,
      sharingType: 'CONDITIONAL',
      sharingCondition: '限履行职责使用',
      provisionModes: ['INTERFACE'],
      aggregation: 'LOGICAL',
      openType: 'NOT_OPEN',
      updateCycle: 'REAL_TIME',
      securityLevel: 'GENERAL',
      scopeOfUse: '全市政务部门',
      personalData: false,
      secrecyReviewed: true,
    },
  );
  const { answer: registered } = await until(
    () => compiler.put(`/v1/data-sets/${entryId}/interface`, { url: `${airQuality.url}/stations` }),
    ({ status }) => status !== 404,
  );
  narrator.check(registered.status === 200, '服务接口已登记', 'the interface is registered', registered.body);
  const scenario = '低收入家庭冬季取暖核查';
  const filed = await fileRequest(stage, requester, {
    entryId,
    applicationScenario: scenario,
    dutyBasis: '社会救助审核确认职责',
    purpose: '核查取暖补贴发放条件',
    columns: ['station_name', 'district', 'pm25'],
    provisionMode: 'INTERFACE',
  });
  const provided = await takeTurns(stage, `/v1/sharing-requests/${filed.at('id')}`, requester, [
    { actor: stage.party('county-authority'), act: 'forward', becomes: 'AUTHORITY_REVIEW', zh: '县级主管部门上报', en: 'the county’s authority forwards' },
    { actor: cityAuthority, act: 'forward', becomes: 'PROVIDER_REPLY', zh: '市级主管部门审核并转提供部门', en: 'the city’s authority reviews and forwards' },
    { actor: compiler, act: 'agree', content: { reasons: '符合履职需要' }, becomes: 'DELIVERY', zh: '提供部门同意', en: 'the provider agrees' },
    { actor: cityAuthority, act: 'deliver', becomes: 'PROVIDED', zh: '市级主管部门提供', en: 'the city’s authority delivers' },
  ]);
  const rows = await fetchRows(requester, provided.at('grantId'), scenario, { limit: '2' });
  const columns = Object.keys(rows.list('')[0] ?? {}).sort();
  narrator.check(
    rows.status === 200 && columns.join() === 'district,pm25,station_name',
    `经平台调用市级部门接口,仅返回授权的数据项:${rows.text.slice(0, 160)}`,
    `the city’s service answers through the platform, granted columns only: ${columns.join(', ')}`,
    rows.body ?? rows.text.slice(0, 300),
  );
}
