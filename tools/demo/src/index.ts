export { startAirQualityService, type AirQualityReading, type AirQualityService } from './air-quality-service.js';
export { Answer } from './answer.js';
export { Caller, until } from './caller.js';
export { playHebei } from './hebei.js';
export { Narrator } from './narrator.js';
export { demoFile, openStage, type Stage, type StageOptions } from './stage.js';
export { fetchRows } from './steps/fetch-data.js';
export { DIVISION_ITEMS, publishEntry, uploadData, type EntryText } from './steps/publish-entry.js';
export { fileRequest, takeTurns, type RequestText, type Turn } from './steps/request-data.js';
