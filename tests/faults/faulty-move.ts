/**
 * A process that dies while it hides or shows a wallpaper: `node faulty-move.ts POINT ID PERSON
 * VISIBILITY`. It is the real verb; only the store is wrapped.
 */
import { appRouter, openStudio, parseConfig } from '@easel/api/server';
import { openStore } from '@easel/storage';

const [point, id = '', person = '', visibility] = process.argv.slice(2);
const config = parseConfig(process.env);
const store = openStore(config.storage);
const die = () => process.kill(process.pid, 'SIGKILL');

const studio = openStudio(config, {
  store: {
    ...store,
    copy: async (from, to) => {
      await store.copy(from, to);
      if (point === 'after the first copy') die();
    },
    delete: async (keys) => {
      if (point === 'before the first delete') die();
      await store.delete(keys.slice(0, 1));
      if (point === 'after the first delete') die();
      await store.delete(keys.slice(1));
    },
  },
});
const viewer = { id: person, role: 'user' } as const;
const caller = appRouter.createCaller({ studio, viewer, requestId: 'test' });
await caller.wallpaper.update({ id, visibility: visibility === 'public' ? 'public' : 'private' });
process.exit(1);
