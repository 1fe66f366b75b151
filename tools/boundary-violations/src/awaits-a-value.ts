export const decide = async (): Promise<number> => await 1;
