import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { linkedData } from '@/features/wallpaper/linked-data';
import { WallpaperView } from '@/features/wallpaper/wallpaper-view';
import { getPathname } from '@/i18n/navigation';
import { pageLocale } from '@/i18n/page-locale';
import { me, models, wallpaper } from '@/server/reads';
import { requireViewer } from '@/server/require-viewer';
import { seenScreen } from '@/server/seen-screen';
import { studio } from '@/server/studio';
import { currentViewer } from '@/server/viewer';
import { DataProvider } from '@/trpc/provider';

const TITLE_LENGTH = 60;

export async function generateMetadata({
  params,
}: PageProps<'/[locale]/w/[id]'>): Promise<Metadata> {
  const viewer = await currentViewer();
  const found = viewer && (await wallpaper(viewer, (await params).id));
  if (!found) return {};
  const characters = [...found.prompt];
  const cut = characters.length > TITLE_LENGTH ? '…' : '';
  return { title: characters.slice(0, TITLE_LENGTH).join('') + cut };
}

export default async function WallpaperPage({ params }: PageProps<'/[locale]/w/[id]'>) {
  const locale = await pageLocale(params);
  const { id } = await params;
  const viewer = await requireViewer(locale, `/w/${id}`);
  const found = await wallpaper(viewer, id);
  if (!found) notFound();
  const { origin } = studio().config;
  return (
    <DataProvider>
      {/* Data and no script: no browser runs it, so no policy has to allow it. */}
      <script type="application/ld+json">
        {linkedData(origin, getPathname({ locale, href: `/w/${id}` }), found)}
      </script>
      <div className="page">
        <WallpaperView
          key={id}
          wallpaper={found}
          models={models()}
          screens={(await me(viewer)).screens}
          seen={await seenScreen()}
        />
      </div>
    </DataProvider>
  );
}
