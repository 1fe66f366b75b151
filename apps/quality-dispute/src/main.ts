import { runService } from '@gongshu/service-kit';
import { qualityDisputeService } from './index.js';

await runService(qualityDisputeService, process.argv[2]);
