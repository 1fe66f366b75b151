import { Injectable } from '@nestjs/common';
import type { RelyingParty } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

@Injectable()
export class RelyingPartyStore {
  async save(tx: Transaction, { relyingPartyId, name, redirectUris, postLogoutRedirectUris = [] }: RelyingParty): Promise<void> {
    await tx.query(
      `INSERT INTO relying_party (id, name, redirect_uris, post_logout_redirect_uris) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, redirect_uris = excluded.redirect_uris, post_logout_redirect_uris = excluded.post_logout_redirect_uris`,
      [relyingPartyId, name, redirectUris, postLogoutRedirectUris],
    );
  }

  async find(tx: Transaction, id: string): Promise<RelyingParty | undefined> {
    const [party] = await tx.query<RelyingParty>(
      'SELECT id AS "relyingPartyId", name, redirect_uris AS "redirectUris", post_logout_redirect_uris AS "postLogoutRedirectUris" FROM relying_party WHERE id = $1',
      [id],
    );
    return party;
  }
}
