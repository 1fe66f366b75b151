import { CATALOGUE_IMPORT_MODES } from '@gongshu/contracts';

/** The fast lane's routes: they carry data and not contracts, so their description is written here. */
const query = (name: string, description: string, schema: object, extra: object = {}): object => ({ name, in: 'query', required: false, description, schema, ...extra });

const PAGING = [
  query('limit', 'Rows at most', { type: 'integer', minimum: 1, maximum: 100_000 }),
  query('offset', 'Rows to leave out first', { type: 'integer', minimum: 0, maximum: 1_000_000_000 }),
  query('where', 'Equality filters by granted columns: where.<column>=<value>, for example where.code=130100', { type: 'object', additionalProperties: { type: 'string' } }, { style: 'form', explode: true }),
];
const GOVERNED = [
  query('scenario', 'Application scenario the grant was issued for; or as the header x-application-scenario', { type: 'string', maxLength: 500 }),
  { name: 'x-application-scenario', in: 'header', required: false, description: 'Application scenario, percent-encoded UTF-8', schema: { type: 'string' } },
  query('columns', 'Granted columns to deliver, separated by commas; all of them when absent', { type: 'string' }),
  ...PAGING,
];
const idIn = (name: string): object => ({ name, in: 'path', required: true, schema: { type: 'string', format: 'uuid' } });

const header = (description: string): object => ({ description, schema: { type: 'string' } });
const HEADERS = {
  'x-permit-number': header('Gapless number of the permit within its grant'),
  'x-permit-id': header('Permit under which the bytes left'),
  'x-data-version': header('Version of the data set'),
};
const ROWS = { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } };
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const CSV = { 'text/csv': { schema: { type: 'string' } } };

interface DataRoute {
  readonly path: string;
  readonly method: 'get' | 'post';
  readonly open: boolean;
  readonly operation: Readonly<Record<string, unknown>>;
}

export const DATA_ROUTES: readonly DataRoute[] = [
  {
    path: '/v1/data/{grantId}/rows', method: 'get', open: false,
    operation: { operationId: 'getGrantedRows', summary: '按授权调用数据 / Rows under a grant', parameters: [idIn('grantId'), ...GOVERNED], responses: { 200: { description: 'Rows', headers: HEADERS, content: ROWS } } },
  },
  {
    path: '/v1/data/{grantId}/file', method: 'get', open: false,
    operation: { operationId: 'getGrantedFile', summary: '按授权下载文件 / A file under a grant', parameters: [idIn('grantId'), ...GOVERNED], responses: { 200: { description: 'CSV with a header row', headers: HEADERS, content: CSV } } },
  },
  {
    path: '/v1/open/data/{entryId}/rows', method: 'get', open: true,
    operation: { operationId: 'getOpenRows', summary: '开放数据 / Rows of an open data set', parameters: [idIn('entryId'), ...PAGING], responses: { 200: { description: 'Rows', content: ROWS } } },
  },
  {
    path: '/v1/open/data/{entryId}/file', method: 'get', open: true,
    operation: { operationId: 'getOpenFile', summary: '开放数据文件 / File of an open data set', parameters: [idIn('entryId'), ...PAGING], responses: { 200: { description: 'CSV with a header row', content: CSV } } },
  },
  {
    path: '/v1/data-sets/{entryId}/versions', method: 'post', open: false,
    operation: {
      operationId: 'uploadVersion', summary: '上传新版本数据 / Upload a new version (CSV, UTF-8, header row; no size limit)', parameters: [idIn('entryId')],
      requestBody: { required: true, content: CSV }, responses: { 201: { description: 'The version', content: { 'application/json': { schema: { type: 'object' } } } } },
    },
  },
  {
    path: '/v1/catalogue-imports', method: 'post', open: false,
    operation: {
      operationId: 'importCatalogue', summary: '导入目录表格 / Import a catalogue spreadsheet (.xlsx, or CSV in UTF-8 or GB18030; up to 256 MiB)',
      description: 'Repeat it under the same Idempotency-Key after a cut: what has arrived is not taken twice. Answered when the file is stored; see GET /v1/catalogue-imports/{id}.',
      parameters: [{ name: 'mode', in: 'query', required: true, schema: { type: 'string', enum: [...CATALOGUE_IMPORT_MODES] } }, { $ref: '#/components/parameters/IdempotencyKey' }],
      requestBody: { required: true, content: { [XLSX]: { schema: { type: 'string', format: 'binary' } }, ...CSV } },
      responses: { 202: { description: 'The import', content: { 'application/json': { schema: { $ref: '#/components/schemas/CatalogueImportView' } } } } },
    },
  },
];
