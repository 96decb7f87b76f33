/** What is wrong, as one sentence for the person at the terminal. */
export class Refusal extends Error {
  override name = 'Refusal';
}

/** One line of progress, indented like all of them. */
export function say(line: string): void {
  console.log(`  ${line}`);
}

/** Runs one step of a command and prints how long it took. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const result = await work();
  console.log(`✓ ${name} (${seconds(performance.now() - from)})`);
  return result;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
