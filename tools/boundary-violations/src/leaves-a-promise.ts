const commit = async (): Promise<void> => {};

export function decide(): void {
  commit();
}
