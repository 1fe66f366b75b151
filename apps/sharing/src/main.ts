import { runService } from '@gongshu/service-kit';
import { sharingService } from './sharing.config.js';

await runService(sharingService, process.argv[2]);
