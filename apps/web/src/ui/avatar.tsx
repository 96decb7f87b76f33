/** A creator's face. The name always stands beside it, so it says nothing by itself. */
export function Avatar({ src, size = 32 }: { src: string; size?: number }) {
  return (
    <img
      src={src}
      alt=""
      width={size}
      height={size}
      loading="lazy"
      decoding="async"
      className="shrink-0 rounded-full bg-sunken object-cover"
      style={{ width: size, height: size }}
    />
  );
}
