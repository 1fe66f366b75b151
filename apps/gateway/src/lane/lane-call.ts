import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DeliveryForm } from '@gongshu/contracts';
import type { Language } from '../problems/language.js';

/** One call on the fast lane and its circumstances. */
export interface LaneCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Target as the caller wrote it. */
  readonly target: string;
  readonly query: string;
  readonly traceparent: string;
  readonly language: Language;
}

export type DataForm = DeliveryForm;

/** What was delivered when an answer ended. */
export interface Delivered {
  /** Null when the answer is complete; otherwise what stopped it, in a word. */
  readonly failure: string | null;
  readonly bytes: number;
  /** SHA-256 of the delivered bytes, hex. */
  readonly digest: string;
  /** The same of the whole file of which they are a part. */
  readonly documentDigest?: string;
  readonly rows?: number;
  readonly dataVersion?: number;
}
