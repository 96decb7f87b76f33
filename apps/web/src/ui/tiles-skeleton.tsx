const RATIOS = [1.6, 0.46, 1.78, 0.75, 1.5];

/** Generations that are still being read: a picture's box and two lines each. */
export function TilesSkeleton() {
  return (
    <div aria-hidden="true" className="breathe flex flex-wrap gap-x-4 gap-y-8">
      {RATIOS.map((ratio) => (
        <div
          key={ratio}
          className="grid w-[min(100%,max(10.5rem,calc(var(--ratio)*var(--row))))] gap-2 [--row:14rem] sm:[--row:16rem]"
          style={{ '--ratio': ratio }}
        >
          <div className="aspect-(--ratio) w-[min(100%,calc(var(--ratio)*var(--row)))] rounded-picture bg-sunken" />
          <div className="h-4 w-24 rounded-full bg-sunken" />
          <div className="h-3 w-36 max-w-full rounded-full bg-sunken" />
        </div>
      ))}
    </div>
  );
}
