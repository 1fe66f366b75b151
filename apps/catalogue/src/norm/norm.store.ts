import { Injectable } from '@nestjs/common';
import type { CatalogueNorm, DataStandard } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

type Stored<T extends { readonly issuedAt: string }> = Omit<T, 'issuedAt'> & { readonly issued_at: Date };

const NORM = 'SELECT issuer, version, title, rules, issued_at FROM catalogue_norm';
const STANDARD = 'SELECT code, issuer, version, name, mandatory, rules, issued_at FROM data_standard';
/** What came from the node above goes before what this node issued under the same code. */
const CURRENT = `SELECT DISTINCT ON (code) code, issuer, version, name, mandatory, rules, issued_at FROM data_standard ORDER BY code, (issuer = $1), version DESC`;

/** Catalogue norms and data standards in all their versions: this node's, and those of the nodes above it. */
@Injectable()
export class NormStore {
  /** Issuing comes one after the other, so that each version has its number. */
  async lock(tx: Transaction, what: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`norm ${what}`]);
  }

  /** The norms in force: the newest of each issuer. */
  async norms(tx: Transaction): Promise<CatalogueNorm[]> {
    const rows = await tx.query<Stored<CatalogueNorm>>(`SELECT DISTINCT ON (issuer) issuer, version, title, rules, issued_at FROM catalogue_norm ORDER BY issuer, version DESC`);
    return rows.map(fromRow);
  }

  async allNorms(tx: Transaction): Promise<CatalogueNorm[]> {
    return (await tx.query<Stored<CatalogueNorm>>(`${NORM} ORDER BY issued_at DESC, version DESC LIMIT 500`)).map(fromRow);
  }

  /** Whether it is new to this node. */
  async addNorm(tx: Transaction, { issuer, version, title, rules, issuedAt }: CatalogueNorm): Promise<boolean> {
    const rows = await tx.query('INSERT INTO catalogue_norm (issuer, version, title, rules, issued_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING version', [
      issuer, version, title, JSON.stringify(rules), issuedAt,
    ]);
    return rows.length > 0;
  }

  /** The current version of each standard. */
  async standards(tx: Transaction): Promise<DataStandard[]> {
    return (await tx.query<Stored<DataStandard>>(CURRENT, [tx.ctx.node.code])).map(fromRow);
  }

  async standardVersions(tx: Transaction, code: string): Promise<DataStandard[]> {
    return (await tx.query<Stored<DataStandard>>(`${STANDARD} WHERE code = $1 ORDER BY (issuer = $2), version DESC LIMIT 500`, [code, tx.ctx.node.code])).map(fromRow);
  }

  /** Whether it is new to this node. */
  async addStandard(tx: Transaction, { code, issuer, version, name, mandatory, rules, issuedAt }: DataStandard): Promise<boolean> {
    const rows = await tx.query(
      'INSERT INTO data_standard (code, issuer, version, name, mandatory, rules, issued_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING version',
      [code, issuer, version, name, mandatory, JSON.stringify(rules), issuedAt],
    );
    return rows.length > 0;
  }
}

function fromRow<T extends { readonly issuedAt: string }>({ issued_at: issuedAt, ...rest }: Stored<T>): T {
  return { ...rest, issuedAt: issuedAt.toISOString() } as unknown as T;
}
