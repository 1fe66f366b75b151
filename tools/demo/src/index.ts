export { startAirQualityService, type AirQualityReading, type AirQualityService } from './air-quality-service.js';
