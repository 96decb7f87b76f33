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

const RECENT_MS = 15_000;

/** Draws a bar over itself on a terminal, with rate and time left; elsewhere it is a line for each tenth. */
export function bar(of: string): (done: number, all: number) => void {
  let last = -1;
  // The steps of the last seconds: what an earlier run has done flies past at the beginning.
  const recent = [{ at: performance.now(), done: 0 }];
  return (done, all) => {
    const share = all === 0 ? 1 : done / all;
    const steps = process.stdout.isTTY ? 1000 : 10;
    const now = Math.floor(share * steps);
    if (now === last) return;
    last = now;
    const at = performance.now();
    while ((recent[1]?.at ?? at) < at - RECENT_MS) recent.shift();
    const since = recent[0] ?? { at, done };
    recent.push({ at, done });
    const drawn = '█'.repeat(Math.round(share * 30)).padEnd(30, '░');
    const line = `  ${drawn} ${done} of ${all} ${of}${pace(done - since.done, all - done, at - since.at)}`;
    if (!process.stdout.isTTY) console.log(line);
    // What the line before was longer by is wiped.
    else process.stdout.write(`\r${line}\u001b[K${share === 1 ? '\n' : ''}`);
  };
}

/** How fast it goes, and how long the rest takes if it goes on so. */
function pace(done: number, rest: number, ms: number): string {
  const rate = done / (ms / 1000);
  if (done === 0 || ms < 1000) return '';
  const left = Math.round(rest / rate);
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return `, ${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s${rest > 0 ? `, ${clock} left` : ''}`;
}
