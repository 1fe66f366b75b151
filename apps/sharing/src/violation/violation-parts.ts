import { ActOnViolation } from './act-on-violation.js';
import { OpenViolation } from './open-violation.js';
import { ReadViolations } from './read-violations.js';
import { RecordViolation } from './record-violation.js';
import { ReportViolation } from './report-violation.js';
import { ViolationController } from './violation.controller.js';
import { ViolationStore } from './violation.store.js';
import { WhenCallsGoWrong } from './when-calls-go-wrong.js';

export const violationControllers = [ViolationController, WhenCallsGoWrong];
export const violationProviders = [ViolationStore, RecordViolation, OpenViolation, ReportViolation, ActOnViolation, ReadViolations];
