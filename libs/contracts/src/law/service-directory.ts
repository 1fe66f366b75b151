import { CitedArticle } from '../cited-article.js';
import { defineRequest, get } from '../define-request.js';
import { Choice, Parts, Part, Text } from '../fields.js';
import { Nothing } from '../page.js';
import { anyone } from '../permission.js';
import { SERVICE_NAMES } from '../service-name.js';

export class PlatformFunction {
  @Text({ example: 'OBJECTION_HANDLING' }) readonly function!: string;
  @Text() readonly label!: string;
  @Choice(SERVICE_NAMES, { description: 'Service of the node that offers it' }) readonly service!: string;
  @Text({ description: 'Where to ask whether it is there now: 200, or 503', example: '/v1/service-directory/OBJECTION_HANDLING/health' }) readonly health!: string;
  @Part(() => CitedArticle) readonly article!: CitedArticle;
}
export class ServiceDirectory {
  @Parts(() => PlatformFunction, { description: 'Empty where the regulation names none' }) readonly items!: PlatformFunction[];
}
/** What the node's regulation says its platform must offer, and who offers it here. */
export const getServiceDirectory = defineRequest({
  service: 'law', name: 'get-service-directory', kind: 'query', input: Nothing, output: ServiceDirectory, permission: anyone(),
  http: get('/service-directory', { localised: true }), summary: { zh: '平台服务目录', en: 'Directory of the services the regulation demands of the platform' },
});
