import { until } from './caller.js';
import { demoFile, type Stage } from './stage.js';
import { DIVISION_ITEMS, publishEntry, uploadData } from './steps/publish-entry.js';

/** Step 5 of the main job, on the topology `weihai`, whose regulation provides for opening (articles 22 to 25). */
export async function playWeihai(stage: Stage): Promise<void> {
  const { narrator } = stage;
  const compiler = stage.party('city-compiler');
  const csv = await demoFile('weihai-divisions.csv');
  const rows = csv.trimEnd().split('\n').length - 1;
  const entryId = await publishEntry(
    stage,
    { compiler, reviewer: stage.party('city-reviewer'), authority: stage.party('city-authority') },
    {
      name: '威海市行政区划',
      abstract: '威海市市、县、乡三级行政区划代码与名称',
      entryClass: 'BASE',
      subclass: 'NATURAL_RESOURCES',
      format: '数据库',
      items: DIVISION_ITEMS,
      sharingType: 'UNCONDITIONAL',
      provisionModes: ['INTERFACE', 'FILE_DOWNLOAD'],
      aggregation: 'PHYSICAL',
      openType: 'UNCONDITIONAL',
      updateCycle: 'YEARLY',
      securityLevel: 'GENERAL',
      scopeOfUse: '社会公众',
      personalData: false,
      secrecyReviewed: true,
    },
  );
  await uploadData(stage, compiler, entryId, csv, 'weihai-divisions.csv');
  const { answer: opened } = await until(
    () => compiler.post('/v1/open-data-sets', { entryId }),
    ({ status }) => status !== 404 && status !== 409,
  );
  narrator.check(opened.status === 201, `数据集向社会开放(第 ${opened.at('article')} 条)`, `the data set is opened (article ${opened.at('article')})`, opened.body);

  const publicUrl = compiler.credential.publicUrl ?? '';
  const anonymous = async (path: string): Promise<Response> => {
    narrator.curl(`curl '${publicUrl}${path}'`);
    return fetch(`${publicUrl}${path}`);
  };
  const listed = (await (await anonymous('/v1/open-data-sets')).json()) as { items: { entryId: string }[] };
  narrator.check(listed.items.some((item) => item.entryId === entryId), '公众在开放目录中可以看到', 'the public finds it in the open catalogue', listed);
  const file = await anonymous(`/v1/open/data/${entryId}/file`);
  const lines = (await file.text()).trimEnd().split('\n').length - 1;
  narrator.check(file.status === 200 && lines === rows, `匿名下载 ${String(lines)} 行`, `fetched anonymously: ${String(lines)} rows`, { status: file.status, lines });
  const closed = await anonymous('/v1/catalogue-entries');
  narrator.check(closed.status === 404, '公众网关不提供政务目录', 'the public door leads nowhere else', closed.status);
}
