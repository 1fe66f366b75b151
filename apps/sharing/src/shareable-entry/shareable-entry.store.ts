import { Injectable } from '@nestjs/common';
import type { InterfaceCall } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { ShareableEntry } from './shareable-entry.js';

/** Where the data behind an entry are called, as its provider registered it. */
export interface KeptInterface {
  readonly entryId: string;
  readonly url: string;
  readonly zone: string | null;
  readonly interfaceId: string | null;
  readonly interfaceVersion: number | null;
  readonly call: InterfaceCall;
}

@Injectable()
export class ShareableEntryStore {
  /** An entry that may be asked for: a withdrawn one is not. */
  async find(tx: Transaction, id: string): Promise<ShareableEntry | undefined> {
    const [entry] = await tx.query<ShareableEntry>(
      `SELECT id, version, node, provider, name, columns, sharing_type AS "sharingType", provision_modes AS "provisionModes", aggregation, personal_data AS "personalData", security_level AS "securityLevel"
         FROM shareable_entry WHERE id = $1 AND NOT withdrawn`,
      [id],
    );
    return entry;
  }

  /** Keeps the newer version. An entry never changes its node: whoever announces another node's entry as its own changes nothing. */
  async keepNewer(tx: Transaction, entry: ShareableEntry): Promise<void> {
    const { id, version, node, provider, name, columns, sharingType, provisionModes, aggregation, personalData, securityLevel } = entry;
    await tx.query(
      `INSERT INTO shareable_entry AS kept (id, version, node, provider, name, columns, sharing_type, provision_modes, aggregation, personal_data, security_level)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, provider = excluded.provider, name = excluded.name, columns = excluded.columns,
         sharing_type = excluded.sharing_type, provision_modes = excluded.provision_modes, aggregation = excluded.aggregation, personal_data = excluded.personal_data, security_level = excluded.security_level
       WHERE kept.version < excluded.version AND kept.node = excluded.node`,
      [id, version, node, JSON.stringify(provider), name, columns, sharingType, provisionModes, aggregation, personalData, securityLevel],
    );
  }

  async withdraw(tx: Transaction, id: string, node: string): Promise<void> {
    await tx.query('UPDATE shareable_entry SET withdrawn = true WHERE id = $1 AND node = $2', [id, node]);
  }

  async keepDataVersion(tx: Transaction, entryId: string, version: number): Promise<void> {
    await tx.query(
      `INSERT INTO data_source AS kept (entry_id, current_version) VALUES ($1, $2)
       ON CONFLICT (entry_id) DO UPDATE SET current_version = greatest(kept.current_version, excluded.current_version)`,
      [entryId, version],
    );
  }

  async keepInterface(tx: Transaction, { entryId, url, zone, interfaceId, interfaceVersion, call }: KeptInterface): Promise<void> {
    await tx.query(
      `INSERT INTO data_source (entry_id, url, zone, interface_id, interface_version, call) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (entry_id) DO UPDATE SET url = excluded.url, zone = excluded.zone, interface_id = excluded.interface_id, interface_version = excluded.interface_version, call = excluded.call`,
      [entryId, url, zone, interfaceId, interfaceVersion, JSON.stringify(call)],
    );
  }

  async findCall(tx: Transaction, interfaceId: string, version: number): Promise<InterfaceCall | undefined> {
    const [found] = await tx.query<{ call: InterfaceCall }>('SELECT call FROM data_source WHERE interface_id = $1 AND interface_version = $2 LIMIT 1', [interfaceId, version]);
    return found?.call;
  }

  async hasSource(tx: Transaction, entryId: string): Promise<boolean> {
    const found = await tx.query(
      `SELECT 1 FROM shareable_entry e JOIN data_source s ON s.entry_id = e.id
        WHERE e.id = $1 AND CASE e.aggregation WHEN 'LOGICAL' THEN s.url IS NOT NULL ELSE s.current_version IS NOT NULL END`,
      [entryId],
    );
    return found.length > 0;
  }
}
