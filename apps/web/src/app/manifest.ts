import type { MetadataRoute } from 'next';
import messages from '../../messages/en.json';

const ICONS = '/icons';

export default function manifest(): MetadataRoute.Manifest {
  const { site, nav } = messages;
  return {
    id: '/',
    name: site.name,
    short_name: site.name,
    description: site.description,
    lang: 'en',
    start_url: '/',
    display: 'standalone',
    background_color: '#fbfaf8',
    theme_color: '#fbfaf8',
    categories: ['personalization', 'photo'],
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: `${ICONS}/icon-192.png`, sizes: '192x192', type: 'image/png' },
      { src: `${ICONS}/icon-512.png`, sizes: '512x512', type: 'image/png' },
      {
        src: `${ICONS}/maskable-512.png`,
        sizes: '512x512',
        type: 'image/png',
        purpose: 'maskable',
      },
    ],
    shortcuts: [
      { name: nav.create, url: '/create' },
      { name: nav.library, url: '/library' },
    ],
    // What another app shares becomes the words of the studio.
    share_target: { action: '/create', method: 'get', params: { text: 'prompt', title: 'title' } },
  };
}
