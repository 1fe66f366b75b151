import { Injectable } from '@nestjs/common';
import { relyingPartyRegistered, type RelyingParty } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { RelyingPartyStore } from './relying-party.store.js';

/** An application that people log in to. It has no secret: its codes are bound to it by PKCE (RFC 7636). */
@Injectable()
export class RegisterRelyingParty {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly parties: RelyingPartyStore,
  ) {}

  async run(ctx: RequestContext, input: RelyingParty): Promise<RelyingParty> {
    const { relyingPartyId, name } = input;
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        await this.parties.save(tx, input);
        tx.announce(relyingPartyRegistered, relyingPartyId, { relyingPartyId, name });
        return input;
      },
      input,
    );
  }
}
