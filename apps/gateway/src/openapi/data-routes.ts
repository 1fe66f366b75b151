import { CATALOGUE_IMPORT_MODES, MOST_WINDOWS } from '@gongshu/contracts';

/** The fast lane's routes: they carry data and not contracts, so their description is written here. */
const query = (name: string, description: string, schema: object, extra: object = {}): object => ({ name, in: 'query', required: false, description, schema, ...extra });

const WHERE = query(
  'where', 'Equality filters by granted columns: where.<column>=<value>, for example where.code=130100', { type: 'object', additionalProperties: { type: 'string' } }, { style: 'form', explode: true },
);
const PAGING = [
  query('limit', 'Rows at most', { type: 'integer', minimum: 1, maximum: 100_000 }),
  query('offset', 'Rows to leave out first', { type: 'integer', minimum: 0, maximum: 1_000_000_000 }),
  WHERE,
];
const USE = [
  query('scenario', 'Application scenario the grant was issued for; or as the header x-application-scenario', { type: 'string', maxLength: 500 }),
  { name: 'x-application-scenario', in: 'header', required: false, description: 'Application scenario, percent-encoded UTF-8', schema: { type: 'string' } },
  query('purpose', 'Purpose of the call, where it names one: the granted one; or as the header x-purpose', { type: 'string', maxLength: 500 }),
  { name: 'x-purpose', in: 'header', required: false, description: 'Purpose, percent-encoded UTF-8', schema: { type: 'string' } },
  { name: 'x-business-case', in: 'header', required: false, description: 'Business case that the call serves; calls without one are counted where the law regulates inflated calls', schema: { type: 'string', maxLength: 200 } },
  query('columns', 'Granted columns to deliver, separated by commas; all of them when absent', { type: 'string' }),
];
const GOVERNED = [...USE, ...PAGING];
const FILE = [
  query('format', 'Form of a table; a document is given as it is', { type: 'string', enum: ['csv', 'ndjson', 'parquet'], default: 'csv' }),
  query('version', 'Version of the data; the current one when absent. Pins a download that is resumed after a newer version came', { type: 'integer', minimum: 1, maximum: 1_000_000 }),
  query('head', 'True: tell all in headers, the length in x-file-length, and send nothing', { type: 'boolean' }),
  { name: 'range', in: 'header', required: false, description: 'One range of bytes (RFC 9110), with if-range the ETag of what has arrived', schema: { type: 'string' } },
];
const BROWSE = [
  query('page', 'From 1', { type: 'integer', minimum: 1, maximum: 10_000, default: 1 }),
  query('size', 'Rows of a page', { type: 'integer', minimum: 1, maximum: 100, default: 20 }),
  query('sort', 'A granted column, with :asc or :desc', { type: 'string' }),
];
const UPLOAD = [
  query('faulty', 'What becomes of rows that do not fit: everything sent is refused (the default), or they are left out', { type: 'string', enum: ['refuse', 'skip'] }),
  { name: 'content-encoding', in: 'header', required: false, description: 'Of rows: gzip', schema: { type: 'string', enum: ['gzip'] } },
  { name: 'content-digest', in: 'header', required: false, description: 'Of the content as it is sent: sha-256=:<base64>: (RFC 9530); what does not have it is refused', schema: { type: 'string' } },
  { name: 'x-content-sha256', in: 'header', required: false, description: 'The same as 64 hexadecimal digits', schema: { type: 'string' } },
];
const idIn = (name: string): object => ({ name, in: 'path', required: true, schema: { type: 'string', format: 'uuid' } });

const header = (description: string): object => ({ description, schema: { type: 'string' } });
const HEADERS = {
  'x-permit-number': header('Gapless number of the permit within its grant'),
  'x-permit-id': header('Permit under which the bytes left'),
  'x-row-limit': header('Most rows that the quota or the security grade of the data lets out with this call; absent where they set no limit'),
  'x-data-version': header('Version of the data set'),
};
const FILE_HEADERS = {
  etag: header('SHA-256 of the whole file; strong'), 'accept-ranges': header('bytes'), 'content-range': header('Part that was sent'), 'repr-digest': header('SHA-256 of the whole file (RFC 9530)'),
};
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const OBJECT = { 'application/json': { schema: { type: 'object' } } };
const CSV = { 'text/csv': { schema: { type: 'string' } } };
const ROWS = { 'application/json': { schema: { type: 'array', items: { type: 'object' } } }, 'application/x-ndjson': { schema: { type: 'string' } }, ...CSV };
const ROWS_ANSWERS = (headers: object): object => ({ 200: { description: 'Rows, in the form that Accept prefers; JSON when it prefers none', headers, content: ROWS }, 406: { description: 'Accept takes none of the forms' } });

const FILE_ANSWERS = {
  200: { description: 'The file; filtered rows stream as CSV', headers: { ...HEADERS, ...FILE_HEADERS }, content: CSV },
  206: { description: 'The part that was asked for', headers: { ...HEADERS, ...FILE_HEADERS } },
  416: { description: 'The range lies beyond the file; content-range tells its size' },
};

interface DataRoute {
  readonly path: string;
  readonly method: 'get' | 'post';
  readonly open: boolean;
  readonly operation: Readonly<Record<string, unknown>>;
}

export const DATA_ROUTES: readonly DataRoute[] = [
  {
    path: '/v1/data/{grantId}/rows', method: 'get', open: false,
    operation: { operationId: 'getGrantedRows', summary: '按授权调用数据 / Rows under a grant of mode INTERFACE', parameters: [idIn('grantId'), ...GOVERNED], responses: ROWS_ANSWERS(HEADERS) },
  },
  {
    path: '/v1/data/{grantId}/file', method: 'get', open: false,
    operation: { operationId: 'getGrantedFile', summary: '按授权下载文件 / A file under a grant of mode FILE_DOWNLOAD', parameters: [idIn('grantId'), ...GOVERNED, ...FILE], responses: FILE_ANSWERS },
  },
  {
    path: '/v1/data/{grantId}/browse', method: 'get', open: false,
    operation: {
      operationId: 'browseGrantedRows', summary: '按授权在线浏览 / Rows under a grant of mode ONLINE_BROWSE, a page at a time', parameters: [idIn('grantId'), ...USE, WHERE, ...BROWSE],
      responses: { 200: { description: 'A page: items, page, size, total (null where rows are filtered and more than 10,000), dataVersion, columns with titles', headers: HEADERS, content: OBJECT } },
    },
  },
  {
    path: '/v1/grants/{grantId}/offline-packages', method: 'post', open: false,
    operation: {
      operationId: 'makeOfflinePackage', summary: '按授权制作离线数据包 / An offline package under a grant of mode OFFLINE_EXCHANGE', parameters: [idIn('grantId'), ...USE, ...FILE.slice(0, 2)],
      responses: { 201: { description: 'The package; spaces go before it while it is made', headers: HEADERS, content: { 'application/json': { schema: { $ref: '#/components/schemas/OfflinePackageView' } } } } },
    },
  },
  {
    path: '/v1/grants/{grantId}/offline-packages/{packageId}/file', method: 'get', open: false,
    operation: {
      operationId: 'getOfflinePackageFile', summary: '下载离线数据包 / The file of an offline package', parameters: [idIn('grantId'), idIn('packageId'), ...USE, ...FILE.slice(2)],
      responses: { ...FILE_ANSWERS, 200: { description: 'ZIP with the data, manifest.json and manifest.jws', headers: { ...HEADERS, ...FILE_HEADERS }, content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } } },
    },
  },
  {
    path: '/v1/open/data/{entryId}/rows', method: 'get', open: true,
    operation: { operationId: 'getOpenRows', summary: '开放数据 / Rows of an open data set', parameters: [idIn('entryId'), ...PAGING], responses: ROWS_ANSWERS({}) },
  },
  {
    path: '/v1/open/data/{entryId}/file', method: 'get', open: true,
    operation: { operationId: 'getOpenFile', summary: '开放数据文件 / File of an open data set', parameters: [idIn('entryId'), ...PAGING, ...FILE], responses: FILE_ANSWERS },
  },
  {
    path: '/v1/data-sets/{entryId}/versions', method: 'post', open: false,
    operation: {
      operationId: 'uploadVersion', summary: '上传新版本数据 / Upload a new version (CSV with a header row, or NDJSON; UTF-8 or, with charset=gb18030, GB 18030; gzipped or not; no size limit)',
      description: 'An entry whose format is no table takes a document of any other type instead. A digest that is stated must be that of what arrives. Every row is checked; see GET /v1/data-sets/{entryId}/upload-reports.',
      parameters: [
        idIn('entryId'),
        ...UPLOAD,
        { name: 'x-file-name', in: 'header', required: false, description: 'Name of a document, percent-encoded UTF-8', schema: { type: 'string' } },
      ],
      requestBody: { required: true, content: { ...CSV, 'application/x-ndjson': { schema: { type: 'string' } }, 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } },
      responses: { 201: { description: 'The version', content: OBJECT } },
    },
  },
  {
    path: '/v1/data-sets/{entryId}/records', method: 'post', open: false,
    operation: {
      operationId: 'appendRecords', summary: '以数据流方式汇聚记录 / Append a window of records as they come into being (NDJSON, at most 8 MiB unpacked and 50,000 lines; gzipped or not)',
      description: 'Windows are numbered from 1 without gaps. The same window again is answered as before and changes nothing; another number than the next is refused with that number in `allowed`. Records become a version when they are sealed; see GET /v1/data-sets/{entryId}/record-stream.',
      parameters: [
        idIn('entryId'),
        { name: 'sequence', in: 'query', required: true, description: 'Number of the window', schema: { type: 'integer', minimum: 1, maximum: MOST_WINDOWS } },
        ...UPLOAD,
      ],
      requestBody: { required: true, content: { 'application/x-ndjson': { schema: { type: 'string' } } } },
      responses: { 201: { description: 'The window as it was taken in: sequence, rows, faultyRows, reportId, takenAt', content: OBJECT } },
    },
  },
  {
    path: '/v1/service-directory/{function}/health', method: 'get', open: false,
    operation: {
      operationId: 'getFunctionHealth', summary: '平台服务是否可用 / Whether the service behind a function of the directory is there', parameters: [{ name: 'function', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { 200: { description: 'It says that it is ready', content: OBJECT }, 503: { description: 'It does not' } },
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
