import { Text, Whole } from './fields.js';

/** Cursor pagination, the same on every list. */
export class PageQuery {
  @Whole({ min: 1, max: 200, optional: true, description: 'Items per page, 50 when absent' }) readonly limit?: number;
  @Text({ max: 200, optional: true, description: 'nextCursor of the page before' }) readonly cursor?: string;
}

/** For answers that are empty but for the fact that they came. */
export class Nothing {}

/** Bytes in an answer: `body` is base64. */
export class RawBody {
  @Text() readonly contentType!: string;
  @Text({ max: 100_000_000 }) readonly body!: string;
}
