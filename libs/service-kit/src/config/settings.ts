/** Where settings come from: the environment in production, a record per service in one process. */
export type SettingSource = Readonly<Record<string, string | undefined>>;

/** One setting. `secret` values are never shown; a setting without `fallback` must be given. */
export interface Setting<T> {
  readonly name: string;
  readonly description: string;
  readonly secret: boolean;
  readonly fallback: T | undefined;
  readonly parse: (text: string) => T;
}

interface SettingOptions<T> {
  fallback?: T;
  secret?: boolean;
}

function setting<T>(name: string, description: string, options: SettingOptions<T>, parse: (text: string) => T): Setting<T> {
  return { name, description, secret: options.secret ?? false, fallback: options.fallback, parse };
}

export function textSetting(name: string, description: string, options: SettingOptions<string> = {}): Setting<string> {
  return setting(name, description, options, (text) => text);
}

export function wholeSetting(name: string, description: string, options: SettingOptions<number> = {}): Setting<number> {
  return setting(name, description, options, (text) => {
    const value = Number(text);
    if (!Number.isInteger(value)) throw new Error(`${name} must be a whole number, not "${text}"`);
    return value;
  });
}

export function flagSetting(name: string, description: string, options: SettingOptions<boolean> = {}): Setting<boolean> {
  return setting(name, description, options, (text) => {
    if (text !== 'true' && text !== 'false') throw new Error(`${name} must be true or false, not "${text}"`);
    return text === 'true';
  });
}

export type SettingsDefinition = Readonly<Record<string, Setting<string> | Setting<number> | Setting<boolean>>>;
export type SettingsOf<D extends SettingsDefinition> = { readonly [K in keyof D]: D[K] extends Setting<infer T> ? T : never };

/** Reads all settings at once, so that a start fails with every fault named and not with the first. */
export function readSettings<D extends SettingsDefinition>(definition: D, source: SettingSource): SettingsOf<D> {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, { name, fallback, parse, description }] of Object.entries(definition)) {
    const text = source[name];
    if (text === undefined || text === '') {
      if (fallback === undefined) faults.push(`${name} is not set (${description})`);
      values[key] = fallback;
      continue;
    }
    try {
      values[key] = parse(text);
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (faults.length > 0) throw new Error(`Settings: ${faults.join('; ')}`);
  return Object.freeze(values) as SettingsOf<D>;
}
