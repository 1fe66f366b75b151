import { PARTIES, wordingOf, type Bilingual } from '../vocabulary.js';
import { wordOfWanted } from './condition.js';
import type { ActRule, Condition, Procedure } from './procedure.js';

/** A procedure as a Mermaid state diagram, labelled in one language: who does what leads from which step to which. */
export function diagramOf({ begin, steps, ends }: Procedure, language: keyof Bilingual): string {
  const lines = ['stateDiagram-v2'];
  for (const [name, { label }] of [...Object.entries(steps), ...Object.entries(ends)]) lines.push(`  ${name} : ${plain(label[language])}`);
  for (const { to, when } of waysOf(begin)) lines.push(`  [*] --> ${to} : ${wordOf(begin, when, language)}`);
  for (const [from, { acts }] of [...Object.entries(steps), ...Object.entries(ends)]) {
    for (const rule of Object.values(acts)) {
      if (rule.to.length === 0) lines.push(`  ${from} --> ${from} : ${wordOf(rule, null, language)}`);
      for (const { to, when } of waysOf(rule)) lines.push(`  ${from} --> ${to} : ${wordOf(rule, when, language)}`);
    }
  }
  for (const name of Object.keys(ends)) lines.push(`  ${name} --> [*]`);
  return lines.join('\n');
}

function waysOf({ to }: ActRule): { readonly to: string; readonly when: Condition | null }[] {
  return to.map(({ step, when }) => ({ to: step, when }));
}

function wordOf({ label, actors }: ActRule, when: Condition | null, language: keyof Bilingual): string {
  const who = [...new Set(actors.map(({ party }) => wordingOf(PARTIES, party)[language]))].join(' / ');
  const condition = when === null ? '' : ` [${Object.entries(when).map(([key, wanted]) => wordOfWanted(key, wanted)).join(', ')}]`;
  return plain(`${label[language]} (${who})${condition}`);
}

/** A colon or a line break would end the label. */
function plain(text: string): string {
  return text.replaceAll(/[:;\n]/g, ' ');
}
