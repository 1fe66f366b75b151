const TOKEN = /[\p{L}\p{N}_.-](?<!\p{Script=Han})[\p{L}\p{N}_.-]*?(?=\p{Script=Han}|[^\p{L}\p{N}_.-]|$)|[\s\S]/gu;

/**
 * The lines of a text of a given width: broken between Chinese characters and between words, and within a word only where it fills a line of its own.
 *
 * @param widthOf the width of a piece, in the unit of `width`
 */
export function wrapText(text: string, width: number, widthOf: (piece: string) => number): string[] {
  return text.split(/\r\n|[\r\n]/).flatMap((paragraph) => wrapParagraph(paragraph.replaceAll('\t', ' '), width, widthOf));
}

function wrapParagraph(paragraph: string, width: number, widthOf: (piece: string) => number): string[] {
  const lines: string[] = [];
  let [line, filled] = ['', 0];
  const add = (piece: string): void => {
    const more = widthOf(piece);
    if (filled + more > width && line !== '') {
      lines.push(line);
      [line, filled] = ['', 0];
    }
    [line, filled] = [line + piece, filled + more];
  };
  for (const [token] of paragraph.matchAll(TOKEN)) {
    if (widthOf(token) > width) for (const character of token) add(character);
    else add(token);
  }
  return [...lines, line];
}
