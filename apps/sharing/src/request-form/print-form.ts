import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';
import { codeLine } from './code-line.js';
import type { RequestForm } from './request-form.js';
import { wrapText } from './wrap-text.js';

const FONTS = join(dirname(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc'))), 'fonts');
const [REGULAR, BOLD] = ['NotoSansHans-Regular.otf', 'NotoSansHans-Bold.otf'].map((file) => join(FONTS, file)) as [string, string];

/* Points. */
const MARGIN = 56;
const LABEL = 104;
const SIZE = 10.5;
const LINE = 17;
const PADDING = 5;
const SIGNATURE = 92;
const FOOTER = 30;
const NARROW_BAR = 0.8;
const CODE_HEIGHT = 26;

/** The form as a PDF of A4 pages with its fonts embedded. The same form gives the same bytes. */
export async function printForm(form: RequestForm): Promise<Buffer> {
  const info = { Title: `${form.title} ${form.number}`, Subject: form.number, CreationDate: new Date(form.filedAt), ModDate: new Date(form.filedAt) };
  const document = new PDFDocument({ size: 'A4', margin: MARGIN, bufferPages: true, lang: 'zh-CN', info, font: REGULAR });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => document.on('end', resolve).on('error', reject));
  new FormPrinter(document, form).print();
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

class FormPrinter {
  private readonly width: number;
  private readonly bottom: number;
  private y = MARGIN;

  constructor(
    private readonly document: PDFKit.PDFDocument,
    private readonly form: RequestForm,
  ) {
    this.width = document.page.width - 2 * MARGIN;
    this.bottom = document.page.height - MARGIN - FOOTER;
  }

  print(): void {
    this.head();
    for (const [label, text] of this.form.rows) this.row(label, text);
    for (const label of this.form.signatures) this.signature(label);
    this.feet();
  }

  private head(): void {
    const { document, form } = this;
    const { bars, length } = codeLine(form.number);
    const left = MARGIN + this.width - length * NARROW_BAR;
    for (const { at, width } of bars) document.rect(left + at * NARROW_BAR, this.y, width * NARROW_BAR, CODE_HEIGHT).fill('black');
    this.y += CODE_HEIGHT + LINE;
    document.font(BOLD, 18).text(form.title, MARGIN, this.y, { width: this.width, align: 'center', lineBreak: false });
    this.y += 2 * LINE;
    document.font(REGULAR, SIZE).text(form.basis, MARGIN, this.y, { width: this.width });
    this.y = document.y + PADDING;
  }

  /** One row of the table; what does not fit on the page goes on with the next one. */
  private row(label: string, text: string): void {
    const { document } = this;
    const widths = new Map<string, number>();
    document.font(REGULAR, SIZE);
    const widthOf = (piece: string): number => {
      const known = widths.get(piece) ?? document.widthOfString(piece);
      widths.set(piece, known);
      return known;
    };
    const labels = wrapText(label, LABEL - 2 * PADDING, widthOf);
    const lines = wrapText(text, this.width - LABEL - 2 * PADDING, widthOf);
    for (let from = 0; from < lines.length; ) {
      const room = Math.floor((this.bottom - this.y - 2 * PADDING) / LINE);
      if (room < labels.length) {
        this.nextPage();
        continue;
      }
      const part = lines.slice(from, from + room);
      this.cells(labels, part);
      from += part.length;
    }
  }

  private cells(labels: readonly string[], lines: readonly string[]): void {
    const height = Math.max(labels.length, lines.length) * LINE + 2 * PADDING;
    this.document.lineWidth(0.6).rect(MARGIN, this.y, LABEL, height).stroke().rect(MARGIN + LABEL, this.y, this.width - LABEL, height).stroke();
    this.document.font(BOLD, SIZE);
    this.lines(labels, MARGIN);
    this.document.font(REGULAR, SIZE);
    this.lines(lines, MARGIN + LABEL);
    this.y += height;
  }

  private lines(lines: readonly string[], left: number): void {
    for (const [at, line] of lines.entries()) if (line !== '') this.document.text(line, left + PADDING, this.y + PADDING + at * LINE, { lineBreak: false });
  }

  private signature(label: string): void {
    if (this.y + SIGNATURE > this.bottom) this.nextPage();
    const { document } = this;
    document.lineWidth(0.6).rect(MARGIN, this.y, this.width, SIGNATURE).stroke();
    document.font(BOLD, SIZE).text(label, MARGIN + PADDING, this.y + PADDING, { lineBreak: false });
    document.font(REGULAR, SIZE).text('年    月    日', MARGIN + this.width - LABEL, this.y + SIGNATURE - LINE - PADDING, { lineBreak: false });
    this.y += SIGNATURE;
  }

  private nextPage(): void {
    this.document.addPage();
    this.y = MARGIN;
  }

  private feet(): void {
    const { document, form } = this;
    const { start, count } = document.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      document.switchToPage(start + page);
      // Below the margin, where text would otherwise open a new page.
      document.page.margins.bottom = 0;
      const foot = `${form.number}    第 ${String(page + 1)} 页,共 ${String(count)} 页`;
      document.font(REGULAR, 9).text(foot, MARGIN, document.page.height - MARGIN, { width: this.width, align: 'center', lineBreak: false });
    }
  }
}
