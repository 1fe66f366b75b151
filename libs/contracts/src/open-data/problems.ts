import { defineProblem } from '../problem.js';

export const openDataProblems = {
  refusedByLaw: defineProblem('open-data/refused-by-law', 422, '不符合法规要求', 'Refused by law'),
  notRegulated: defineProblem('open-data/not-regulated', 422, '本地区法规未规定数据开放', 'This jurisdiction’s regulation does not provide for opening data'),
  notYourData: defineProblem('open-data/not-your-data', 404, '未找到或无权查看', 'Not found, or not visible to you'),
  alreadyOpen: defineProblem('open-data/already-open', 409, '数据集已开放', 'The data set is open already'),
  needsApplication: defineProblem('open-data/needs-application', 403, '该数据集需申请后开放', 'The data set is opened on application only'),
  safetyStopped: defineProblem('open-data/safety-stopped', 403, '因安全隐患已停止开放', 'Opening is stopped because of a safety danger'),
  personalData: defineProblem('open-data/personal-data', 422, '含个人信息的数据不得直接开放', 'Data with personal information is not opened as it is'),
  noData: defineProblem('open-data/no-data', 409, '数据尚未归集', 'The data is not aggregated yet'),
} as const;
