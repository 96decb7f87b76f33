const LINE = {
  viewBox: '0 0 24 24',
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 2,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

// A few signs for places whose load has no room for the icons' own code.

export function ChevronGlyph({ className }: { className: string }) {
  return (
    <svg {...LINE} aria-hidden="true" className={className}>
      <path d="m6 9 6 6 6-6" />
    </svg>
  );
}

export function AlertGlyph({ className }: { className: string }) {
  return (
    <svg {...LINE} aria-hidden="true" className={className}>
      <circle cx="12" cy="12" r="10" />
      <path d="M12 7v6m0 4v.01" />
    </svg>
  );
}

export function CheckGlyph({ className }: { className: string }) {
  return (
    <svg {...LINE} aria-hidden="true" className={className}>
      <path d="m5 12.5 4.5 4.5L19 7.5" />
    </svg>
  );
}
