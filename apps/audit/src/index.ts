import type { ServiceDefinition } from '@gongshu/service-kit';
import { settings } from './audit.config.js';
import { AuditModule } from './audit.module.js';
import { CreateLogTables20260102000000 } from './migrations/20260102T0000-create-log-tables.js';

/** The audit service: what the kit needs to run it. */
export const auditService = {
  name: 'audit',
  module: AuditModule,
  settings,
  migrations: [CreateLogTables20260102000000],
} satisfies ServiceDefinition;
