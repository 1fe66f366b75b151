import { runService } from '@gongshu/service-kit';
import { lawService } from './index.js';

await runService(lawService, process.argv[2]);
