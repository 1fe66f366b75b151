import { runService } from '@gongshu/service-kit';
import { qualityDisputeService } from './quality-dispute.config.js';

await runService(qualityDisputeService, process.argv[2]);
