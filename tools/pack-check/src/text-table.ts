/** A table for a terminal: every column as wide as its longest cell, at most as wide as it may be; longer cells go on in the next line. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[], widest: readonly number[]): string {
  const widths = head.map((title, column) => Math.min(widest[column] ?? Infinity, Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(widthOf))));
  const lines = (row: readonly string[]): string[] => {
    const cells = widths.map((width, column) => wrap(row[column] ?? '', width));
    return Array.from({ length: Math.max(...cells.map((cell) => cell.length)) }, (_, at) => cells.map((cell, column) => pad(cell[at] ?? '', widths[column] ?? 0)).join('  ').trimEnd());
  };
  return [...lines(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.flatMap(lines)].join('\n');
}

// Chinese characters and full-width punctuation take two places of a terminal.
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0);
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Breaks after a space where there is one, within a word where there is none. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const character of text) {
    if (line !== '' && widthOf(line + character) > width) {
      const space = line.lastIndexOf(' ') + 1;
      const end = space > 0 && character !== ' ' ? space : line.length;
      lines.push(line.slice(0, end).trimEnd());
      line = line.slice(end);
    }
    if (line !== '' || character !== ' ') line += character;
  }
  return [...lines, line];
}
