/** Starts a program and runs it until SIGTERM or SIGINT, then lets it finish. A start or stop that fails ends the process with the reason on standard error. */
export async function runUntilTold(start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  const fail = (error: unknown): never => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  };
  const running = await start().catch(fail);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    running.stop().then(() => process.exit(0), fail);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
