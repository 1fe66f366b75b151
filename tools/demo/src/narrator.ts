/** Says what happens, in Chinese and English, and remembers whether all of it was as it should be. */
export class Narrator {
  private step = 0;
  readonly differences: string[] = [];

  title(zh: string, en: string): void {
    this.step += 1;
    this.line(`\n━━ ${String(this.step)}. ${zh}\n      ${en}`);
  }

  say(zh: string, en: string): void {
    this.line(`   • ${zh}\n     ${en}`);
  }

  curl(line: string): void {
    this.line(`     $ ${line}`);
  }

  /** States a fact; a fact that is not so is a difference, and the demo goes on to show the rest. */
  check(holds: boolean, zh: string, en: string, found?: unknown): void {
    this.line(`   ${holds ? '✓' : '✗'} ${zh}\n     ${en}`);
    if (holds) return;
    const detail = found === undefined ? '' : ` — ${JSON.stringify(found).slice(0, 600)}`;
    this.differences.push(`${en}${detail}`);
    this.line(`     实际 found: ${detail}`);
  }

  line(text: string): void {
    process.stdout.write(`${text}\n`);
  }
}
