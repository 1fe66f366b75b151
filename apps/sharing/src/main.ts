import { runService } from '@gongshu/service-kit';
import { sharingService } from './index.js';

await runService(sharingService, process.argv[2]);
