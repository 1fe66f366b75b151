import type { CatalogueImportView } from '@gongshu/contracts';
import type { CallerOrganisation, RequestContext } from '@gongshu/service-kit';

/** The import of one spreadsheet. Whoever opened it is who compiles its entries, however long it takes. */
export interface CatalogueImport {
  readonly id: string;
  readonly actor: string;
  readonly organisation: CallerOrganisation;
  readonly roles: RequestContext['roles'];
  readonly language: RequestContext['language'];
  readonly traceparent: string;
  readonly mode: string;
  readonly format: string;
  readonly state: string;
  readonly bytesReceived: number;
  readonly digest: string | null;
  /** Rows of the running pass that are done with, over all sheets, headers included. */
  readonly position: number;
  readonly rowsRead: number;
  readonly rowsValid: number;
  readonly rowsInvalid: number;
  readonly entries: number;
  readonly faults: number;
  /** Attempts in a row that ended in an unexpected error. */
  readonly failures: number;
  readonly openedAt: string;
  readonly endedAt: string | null;
}

/** What its organisation sees of an import. */
export function importView(found: CatalogueImport): CatalogueImportView {
  const { id, mode, format, state, bytesReceived, rowsRead, rowsValid, rowsInvalid, entries, faults, digest, openedAt, endedAt } = found;
  return { id, mode, format, state, bytesReceived, rowsRead, rowsValid, rowsInvalid, entries, faults, digest, openedAt, endedAt };
}
