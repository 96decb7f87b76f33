// Loaded before a process's own code (`node --import`): when the command that started it is gone,
// kill -9 included, the channel between them closes and this process leaves as if asked to.

const GRACE_MS = 5_000;

// Next's helpers get this process's flags and a channel of their own, which they must keep.
const supervised = process.env.EASEL_SUPERVISED !== undefined;
delete process.env.EASEL_SUPERVISED;

if (supervised && process.channel) {
  process.channel.unref();
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  });
}
