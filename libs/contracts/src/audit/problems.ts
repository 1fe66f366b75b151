import { defineProblem } from '../problem.js';

export const auditProblems = {
  beyondTree: defineProblem('audit/beyond-tree', 422, '超出日志当前大小', 'Beyond the current size of the log'),
  emptyLog: defineProblem('audit/empty-log', 404, '日志尚无检查点', 'The log has no checkpoint yet'),
} as const;
