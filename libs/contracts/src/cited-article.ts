import { Text } from './fields.js';

/** A provision as an answer cites it. */
export class CitedArticle {
  @Text() readonly pack!: string;
  @Text() readonly version!: string;
  @Text() readonly article!: string;
  @Text({ max: 1000 }) readonly quote!: string;
}
