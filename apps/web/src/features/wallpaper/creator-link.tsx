import type { Creator } from '@easel/api/contract';
import { useCreatorName } from '@/features/wallpaper/use-creator-name';
import { Link } from '@/i18n/navigation';
import { Avatar } from '@/ui/avatar';

export function CreatorLink({ creator }: { creator: Creator }) {
  const nameOf = useCreatorName();
  return (
    <Link
      href={`/u/${creator.id}`}
      className="-ml-1 flex min-h-11 w-fit max-w-full items-center gap-3 rounded-full pr-3 pl-1 hover:bg-sunken"
    >
      <Avatar src={creator.avatarUrl} size={36} />
      <span className="min-w-0 truncate font-medium">{nameOf(creator)}</span>
    </Link>
  );
}
