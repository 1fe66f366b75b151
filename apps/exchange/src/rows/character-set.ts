import { Problem, problems } from '@gongshu/contracts';

/** Character sets in which rows are taken. GB 18030 contains the others of its family, so one decoder reads all of them. */
export type CharacterSet = 'utf-8' | 'gb18030';

const TAKEN = ['utf-8', 'gb18030', 'gbk', 'gb2312'];
const REPLACEMENT = Buffer.from('\ufffd');
/** In no place of any UTF-8. */
const NO_UTF8 = 0xff;

/**
 * The character set that a `Content-Type` states; UTF-8 when it states none.
 *
 * @throws Problem `input/unsupported-media-type` with those that are taken
 */
export function statedCharacterSet(contentType: string): CharacterSet {
  const stated = contentType
    .split(';')
    .slice(1)
    .map((parameter) => /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/i.exec(parameter)?.[1]?.toLowerCase())
    .filter((name) => name !== undefined);
  const [name = 'utf-8', again] = stated;
  if (again !== undefined || !TAKEN.includes(name)) throw new Problem(problems.unsupportedMediaType, { allowed: TAKEN, detail: { zh: '不支持该字符集', en: 'The character set is not taken' } });
  return name === 'utf-8' ? 'utf-8' : 'gb18030';
}

/**
 * Bytes of a character set as UTF-8, as they arrive. What is no character of it becomes bytes that are none of UTF-8 either, so that whoever reads the rows finds it where it stands and refuses it, as
 * any other such byte. (The replacement character itself, which only a former loss can have brought in, is refused with it.)
 */
export async function* asUtf8(characterSet: CharacterSet, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (characterSet === 'utf-8') {
    yield* chunks;
    return;
  }
  const decoder = new TextDecoder(characterSet);
  for await (const chunk of chunks) yield encoded(decoder.decode(chunk, { stream: true }));
  yield encoded(decoder.decode());
}

function encoded(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (text.includes('\ufffd')) for (let at = bytes.indexOf(REPLACEMENT); at !== -1; at = bytes.indexOf(REPLACEMENT, at)) bytes.fill(NO_UTF8, at, at + REPLACEMENT.length);
  return bytes;
}
