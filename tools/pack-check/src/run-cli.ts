import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkPack } from './check-pack.js';
import { printReport } from './print-report.js';
import type { Language } from './words.js';

const USAGE = `用法 Usage: npm run pack:check -- FILE [options]
  --with DIR      与该文件夹中的法规包一起核验(默认:随平台提供的法规包) check beside the packs of this folder (default: those that ship)
  --all           同时列出未改变的沿用参数 list inherited parameters that are unchanged, too
  --json          输出 JSON print JSON
  --lang zh|en    输出语言(默认按 LANG,否则中文) language (default: LANG, or else Chinese)
退出码 Exit code: 0 无误 no fault, 1 有错误 faults, 2 用法错误 wrong usage
`;

class UsageError extends Error {}

export interface CliResult {
  /** 0 the pack may be used, 1 it has faults, 2 wrong usage. */
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
}

/** Runs the command line. `directory` is where relative paths start, `locale` is LANG. */
export function runCli(args: readonly string[], { directory, locale }: { readonly directory: string; readonly locale: string }): CliResult {
  try {
    const { values, positionals } = readArguments(args);
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new UsageError('要核验的文件只能有一个 One file to check is needed');
    const language = languageOf(values.lang, locale);
    const at = (path: string): string => (isAbsolute(path) ? path : join(directory, path));
    if (!kindOf(at(file))?.isFile()) throw new UsageError(`不是文件 Not a file: ${file}`);
    if (values.with !== undefined && !kindOf(at(values.with))?.isDirectory()) throw new UsageError(`不是文件夹 Not a folder: ${values.with}`);
    const report = checkPack({ path: at(file), shown: file, ...(values.with === undefined ? {} : { folder: at(values.with) }) });
    const output = values.json === true ? `${JSON.stringify(report, null, 2)}\n` : printReport(report, { language, all: values.all === true });
    return { exitCode: report.ok ? 0 : 1, output };
  } catch (error) {
    if (error instanceof UsageError) return { exitCode: 2, output: `${error.message}\n\n${USAGE}` };
    throw error;
  }
}

function readArguments(args: readonly string[]) {
  const flag = { type: 'boolean' } as const;
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { with: text, all: flag, json: flag, lang: text } });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function languageOf(asked: string | undefined, locale: string): Language {
  if (asked === undefined) return /^en/i.test(locale) ? 'en' : 'zh';
  if (asked !== 'zh' && asked !== 'en') throw new UsageError(`--lang: zh, en`);
  return asked;
}

function kindOf(path: string): ReturnType<typeof statSync> | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
