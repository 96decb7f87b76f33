import 'react';

declare module 'react' {
  interface CSSProperties {
    /** Width divided by height; read by `rows-item` and the like in globals.css. */
    '--ratio'?: number;
  }
}
