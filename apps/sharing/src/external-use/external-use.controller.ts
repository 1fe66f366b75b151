import { Controller } from '@nestjs/common';
import {
  actOnExternalUse, ActOnExternalUse as Act, applyForExternalUse, ApplyForExternalUse as Application, ExternalUseId, findExternalPublications, findExternalUses, getExternalUse, PageQuery, publishExternally,
  PublishExternally as Publication, type ExternalPublicationPage, type ExternalPublicationView, type ExternalUsePage, type ExternalUseView,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ActOnExternalUse } from './act-on-external-use.js';
import { ApplyForExternalUse } from './apply-for-external-use.js';
import { PublishExternally } from './publish-externally.js';
import { ReadExternalUses } from './read-external-uses.js';

@Controller()
export class ExternalUseController {
  constructor(
    private readonly applying: ApplyForExternalUse,
    private readonly acting: ActOnExternalUse,
    private readonly publishing: PublishExternally,
    private readonly reading: ReadExternalUses,
  ) {}

  @Answers(applyForExternalUse)
  apply(input: Application, ctx: RequestContext): Promise<ExternalUseView> {
    return this.applying.run(ctx, input);
  }

  @Answers(actOnExternalUse)
  act(input: Act, ctx: RequestContext): Promise<ExternalUseView> {
    return this.acting.run(ctx, input);
  }

  @Answers(getExternalUse)
  get(input: ExternalUseId, ctx: RequestContext): Promise<ExternalUseView> {
    return this.reading.one(ctx, input);
  }

  @Answers(findExternalUses)
  find(input: PageQuery, ctx: RequestContext): Promise<ExternalUsePage> {
    return this.reading.page(ctx, input);
  }

  @Answers(publishExternally)
  publish(input: Publication, ctx: RequestContext): Promise<ExternalPublicationView> {
    return this.publishing.run(ctx, input);
  }

  @Answers(findExternalPublications)
  findPublications(input: PageQuery, ctx: RequestContext): Promise<ExternalPublicationPage> {
    return this.reading.publicationPage(ctx, input);
  }
}
