/** Screens that many people own, in their own pixels. The names are in the messages. */
export const PRESETS = [
  { id: 'phone', width: 1290, height: 2796 },
  { id: 'laptop', width: 2880, height: 1800 },
  { id: 'tablet', width: 2048, height: 2732 },
  { id: 'fullHd', width: 1920, height: 1080 },
  { id: 'fourK', width: 3840, height: 2160 },
  { id: 'ultrawide', width: 3440, height: 1440 },
  { id: 'twoMonitors', width: 5120, height: 1440 },
] as const;
