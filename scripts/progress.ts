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

/** Draws a bar over itself on a terminal; elsewhere it is a line for each tenth. */
export function bar(of: string): (done: number, all: number) => void {
  let last = -1;
  return (done, all) => {
    const share = all === 0 ? 1 : done / all;
    const steps = process.stdout.isTTY ? 1000 : 10;
    const now = Math.floor(share * steps);
    if (now === last) return;
    last = now;
    const drawn = '█'.repeat(Math.round(share * 30)).padEnd(30, '░');
    const line = `  ${drawn} ${done} of ${all} ${of}`;
    if (!process.stdout.isTTY) console.log(line);
    else process.stdout.write(`\r${line}${share === 1 ? '\n' : ''}`);
  };
}
