import { runService } from '@gongshu/service-kit';
import { auditService } from './index.js';

await runService(auditService, process.argv[2]);
