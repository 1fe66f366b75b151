import { runService } from '@gongshu/service-kit';
import { auditService } from './audit.config.js';

await runService(auditService, process.argv[2]);
