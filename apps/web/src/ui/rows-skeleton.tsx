/** Shapes as a real page of pictures has them. */
const RATIOS = [1.78, 0.46, 1.6, 1.78, 0.75, 1.78, 2.39, 0.46, 1.6, 1.78, 0.46, 1.78];

/** Rows of pictures that are still on their way. */
export function RowsSkeleton({ count = RATIOS.length }: { count?: number }) {
  return (
    <div className="rows breathe" aria-hidden="true">
      {RATIOS.slice(0, count).map((ratio, index) => (
        <div
          key={index}
          className="rows-item rounded-picture bg-sunken"
          style={{ '--ratio': ratio }}
        />
      ))}
    </div>
  );
}
