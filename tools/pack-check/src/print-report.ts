import type { PackReport } from './check-pack.js';
import { faultWord } from './fault-word.js';
import { textTable } from './text-table.js';
import type { ActView, NodeView, ParameterView, ProcedureView, StepView } from './view-pack.js';
import { actorWord, articleWord, CHANGE_MARKS, statusWord, unitWord, valueWord, type Language } from './words.js';

const MOST_FAULTS = 100;
const WIDEST = [1, 40, 28, 34, 34, 14, 18, 14, 10];

/** The report for a person to read. `all` adds the parameters that the pack leaves as they are. */
export function printReport(report: PackReport, { language, all }: { readonly language: Language; readonly all: boolean }): string {
  const parts = report.pack === null ? [faultPart(report, language)] : [
    headPart(report.pack, language),
    parameterPart(report, language, all),
    nodePart(report.nodes, language),
    procedurePart(report.procedures, language),
    casePart(report, language),
  ];
  return `${[...parts, verdict(report, language)].join('\n\n')}\n`;
}

function faultPart({ faults }: PackReport, language: Language): string {
  const lines = faults.slice(0, MOST_FAULTS).map(({ file, path, reason, line, column }) => {
    const where = line === undefined ? '' : { zh: `(第${String(line)}行第${String(column)}列)`, en: ` (line ${String(line)}, column ${String(column)})` }[language];
    return `${file}: ${path}: ${faultWord(reason, language)}${where}`;
  });
  const left = faults.length - lines.length;
  return [...lines, ...(left > 0 ? [{ zh: `另有 ${String(left)} 处`, en: `and ${String(left)} more` }[language]] : [])].join('\n');
}

function headPart(pack: NonNullable<PackReport['pack']>, language: Language): string {
  const { id, version, title, jurisdiction, status, inForceFrom, inForceTo, parent, sharingTypes, openTypes } = pack;
  const from = inForceFrom ?? '…';
  const to = inForceTo ?? '…';
  return {
    zh: `${title.zh}\n法规包 ${id}@${version}  辖区 ${jurisdiction.zh} ${jurisdiction.division ?? ''}  上级 ${parent ?? '无'}  ${status === 'draft' ? '草案' : '施行'}  有效期 ${from} 至 ${to}\n共享类型 ${valueWord(sharingTypes, 'zh')}  开放类型 ${valueWord(openTypes, 'zh')}`,
    en: `${title.en}\nPack ${id}@${version}  of ${jurisdiction.en} ${jurisdiction.division ?? ''}  parent ${parent ?? 'none'}  ${status === 'draft' ? 'draft' : 'in force'}  from ${from} to ${to}\nSharing types ${valueWord(sharingTypes, 'en')}  open types ${valueWord(openTypes, 'en')}`,
  }[language];
}

function parameterPart({ parameters, pack }: PackReport, language: Language, all: boolean): string {
  const listed = parameters.filter(({ change }) => all || change !== 'inherited');
  const above = pack?.parent ?? { zh: '上级', en: 'parent' }[language];
  const head = { zh: ['', '键', '参数', '本包', above, '单位', '条款', '来源', '性质'], en: ['', 'key', 'parameter', 'this pack', above, 'unit', 'article', 'origin', 'status'] }[language];
  const rows = listed.map(({ change, key, label, value, parentValue, unit, article, reading, origin, status }: ParameterView) => [
    CHANGE_MARKS[change], key, label[language], valueWord(value, language), valueWord(parentValue, language), unitWord(unit, language), articleWord(article, reading, language), origin, statusWord(status, language),
  ]);
  const left = parameters.length - listed.length;
  const title = {
    zh: `参数 ${String(parameters.length)} 项(* 与上级不同,+ 上级没有,= 与上级相同而本包自行规定${left > 0 ? `;另有 ${String(left)} 项沿用上级,加 --all 列出` : ',空白为沿用上级'})`,
    en: `${String(parameters.length)} parameters (* differs from the parent, + unknown to it, = the same by a text of its own${left > 0 ? `; ${String(left)} more are inherited unchanged, --all lists them` : ', blank: inherited'})`,
  }[language];
  return `${title}\n${textTable(head, rows, WIDEST)}`;
}

function ownWord(own: boolean, language: Language): string {
  return own ? { zh: '本包', en: 'own' }[language] : { zh: '沿用', en: 'inherited' }[language];
}

function nodePart(nodes: readonly NodeView[], language: Language): string {
  const rows = nodes.map(({ level, kind, allowed, requires, article, own }) => [
    level, kind, `${valueWord(allowed, language)}${requires === null ? '' : ` (${requires})`}`, articleWord(article, null, language), ownWord(own, language),
  ]);
  const head = { zh: ['层级', '节点种类', '可以设立', '条款', '出处'], en: ['level', 'kind', 'allowed', 'article', 'from'] }[language];
  return `${{ zh: '节点规则(每一条都须允许,从严)', en: 'Node rules (each must allow: the stricter wins)' }[language]}\n${textTable(head, rows, [])}`;
}

function procedurePart(procedures: readonly ProcedureView[], language: Language): string {
  const blocks = procedures.map(({ procedure, label, own, enabled, begin, steps }) => {
    const off = enabled ? '' : { zh: ',未启用', en: ', switched off' }[language];
    const start = `  → ${begin.act} ${begin.label[language]} | ${actorWord(begin.actors, language)} → ${begin.to.join(' / ')}`;
    return [`${procedure} ${label[language]} (${ownWord(own, language)}${off})`, start, ...steps.map((step) => stepLine(step, language))].join('\n');
  });
  return [{ zh: `程序 ${String(procedures.length)} 个`, en: `${String(procedures.length)} procedures` }[language], ...blocks].join('\n');
}

function stepLine({ step, label, article, ended, actors, period, acts }: StepView, language: Language): string {
  const parts = [
    `  ${ended ? '■' : '□'} ${step} ${label[language]}`,
    ...(actors.length === 0 ? [] : [actorWord(actors, language)]),
    ...(period === null ? [] : [`${valueWord(period.value, language)} ${unitWord(period.unit, language)} (${articleWord(period.article, null, language)})`]),
    ...(period !== null || article === null ? [] : [articleWord(article, null, language)]),
    ...(acts.length === 0 ? [] : [acts.map((act) => actWord(act, language)).join('; ')]),
  ];
  return parts.join(' | ');
}

function actWord({ act, label, to }: ActView, language: Language): string {
  return `${act} ${label[language]} → ${to.join(' / ')}`;
}

function casePart({ cases, warnings }: PackReport, language: Language): string {
  if (warnings.includes('no-cases')) return { zh: '警告:法规包没有算例(cases),没有什么能说明它算得对', en: 'Warning: the pack carries no cases; nothing shows that it computes what the text says' }[language];
  const lines = cases.map(({ title, passed, found }) => `  ${passed ? '✓' : '✗'} ${title[language]}${found === null ? '' : `: ${faultWord(found, language)}`}`);
  const passed = cases.filter((one) => one.passed).length;
  return [{ zh: `本包算例 ${String(cases.length)} 个,通过 ${String(passed)} 个`, en: `${String(cases.length)} cases of this pack, ${String(passed)} passed` }[language], ...lines].join('\n');
}

function verdict({ ok, faults, cases }: PackReport, language: Language): string {
  if (ok) return { zh: '结论:法规包可以使用。', en: 'Verdict: the pack may be used.' }[language];
  const failed = cases.filter(({ passed }) => !passed).length;
  return { zh: `结论:法规包不能使用:错误 ${String(faults.length)} 处,未通过的算例 ${String(failed)} 个。`, en: `Verdict: the pack may NOT be used: ${String(faults.length)} faults, ${String(failed)} failed cases.` }[language];
}
