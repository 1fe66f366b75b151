import { getMetadataStorage } from 'class-validator';

type Rules = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>;

/**
 * class-validator goes through every class it knows for each object that it checks, which costs more than the check itself. A contract's rules stand once its class is declared: they are looked
 * up once. Validation groups are not used here; a look-up that names some goes its own way.
 */
export function rememberRules(): void {
  const storage = getMetadataStorage();
  const lookUp = storage.getTargetValidationMetadatas.bind(storage);
  const known = new Map<unknown, Rules>();
  storage.getTargetValidationMetadatas = (target, schema: string, always, strictGroups, groups) => {
    if (groups !== undefined || always || strictGroups || (schema as string | undefined) !== undefined) return lookUp(target, schema, always, strictGroups, groups);
    let rules = known.get(target);
    if (rules === undefined) {
      rules = lookUp(target, schema, always, strictGroups, groups);
      known.set(target, rules);
    }
    return rules;
  };
}
