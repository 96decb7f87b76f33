import type { MetadataRoute } from 'next';
import messages from '../../messages/en.json';

export default function manifest(): MetadataRoute.Manifest {
  const { name, description } = messages.site;
  return {
    id: '/',
    name,
    short_name: name,
    description,
    start_url: '/',
    display: 'standalone',
    background_color: '#fbfaf8',
    theme_color: '#fbfaf8',
    icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
  };
}
