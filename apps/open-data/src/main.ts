import { runService } from '@gongshu/service-kit';
import { openDataService } from './index.js';

await runService(openDataService, process.argv[2]);
