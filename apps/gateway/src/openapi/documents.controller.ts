import { Controller, Get, Header, Inject } from '@nestjs/common';
import { OPENAPI } from '../rest/listener-parts.js';
import type { OpenApiDocument } from './build-openapi.js';
import { docsPage } from './docs-page.js';

@Controller()
export class DocumentsController {
  private readonly json: string;
  private readonly page: string;

  constructor(@Inject(OPENAPI) document: OpenApiDocument) {
    this.json = JSON.stringify(document);
    this.page = docsPage(document);
  }

  @Get('v1/openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  openapi(): string {
    return this.json;
  }

  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
  docs(): string {
    return this.page;
  }
}
