const suspend = async (grant: string): Promise<string> => grant;

export const suspendAll = (grants: readonly string[]): void => grants.forEach(async (grant) => suspend(grant).then(() => undefined));
