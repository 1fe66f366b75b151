import { defineProblem } from '../problem.js';

export const exchangeProblems = {
  wrongAggregation: defineProblem('exchange/wrong-aggregation', 409, '该条目的归集方式不支持此操作', 'The entry’s aggregation mode does not allow this'),
  headerMismatch: defineProblem('exchange/header-mismatch', 422, '表头与目录的信息项不一致', 'The header does not match the entry’s data items'),
  invalidRows: defineProblem('exchange/invalid-rows', 422, '数据行不符合信息项类型', 'Rows that do not fit the data items’ types'),
  outsideList: defineProblem('exchange/outside-list', 403, '信息项不在本部门采集责任清单内', 'An item is not in the department’s collection responsibility list'),
  noRecord: defineProblem('exchange/no-record', 422, '数据中没有有效记录', 'The data have no valid record'),
  unknownRow: defineProblem('exchange/unknown-row', 422, '没有该主键的数据行', 'No row has this key'),
  unknownColumn: defineProblem('exchange/unknown-column', 422, '没有该数据项', 'No such column'),
  noVersion: defineProblem('exchange/no-version', 409, '尚无数据版本', 'The data set has no version yet'),
  invalidTicket: defineProblem('exchange/invalid-ticket', 403, '调用凭证无效', 'The permit ticket is invalid'),
  unsafeAddress: defineProblem('exchange/unsafe-address', 422, '接口地址不允许访问', 'The interface’s address is not allowed'),
  sourceUnavailable: defineProblem('exchange/source-unavailable', 502, '数据源不可用', 'The data source is unavailable'),
} as const;
