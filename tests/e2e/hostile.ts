import type { Page } from '@playwright/test';

/** Each would call `hit()` where a text is taken for markup, a script, a style or an address. */
export const PAYLOADS = [
  '<script>hit()</script>',
  '</script><script>hit()</script>',
  '</title><script>hit()</script>',
  '</style><script>hit()</script>',
  '</textarea><script>hit()</script>',
  '--><script>hit()</script>',
  ']]><script>hit()</script>',
  '<img src=x onerror=hit()>',
  '"><img src=x onerror=hit()>',
  "'><img src=x onerror=hit()>",
  '" autofocus onfocus="hit()',
  "' onmouseover='hit()",
  '<svg onload=hit()>',
  '<svg><script>hit()</script></svg>',
  '<math><mtext><img src=x onerror=hit()></mtext></math>',
  '<iframe srcdoc="<script>parent.hit()</script>">',
  '<iframe src="javascript:parent.hit()">',
  '<details open ontoggle=hit()>',
  '<body onload=hit()>',
  '<a href="javascript:hit()">x</a>',
  'javascript:hit()',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=javascript:hit()">',
  '<link rel="stylesheet" href="data:text/css,*{display:none}">',
  '<form action="https://evil.example"><button autofocus>x</button></form>',
  '<template shadowrootmode="open"><img src=x onerror=hit()></template>',
  '{{constructor.constructor("hit()")()}}',
  '\u2028</script><script>hit()//',
  '\\u003cscript\\u003ehit()\\u003c/script\\u003e',
  '&lt;script&gt;hit()&lt;/script&gt;<!--<script>hit()',
];

/** Everything that would mean that a text ran, or was kept from it by the policy alone. */
export async function watched(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.exposeFunction('hit', () => found.push('a script of the text ran'));
  await page.exposeFunction('violated', (what: string) => found.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      Reflect.get(window, 'violated')(`${violatedDirective}: ${blockedURI}`);
    });
  });
  page.on('dialog', (dialog) => {
    found.push('a dialog opened');
    return dialog.dismiss();
  });
  return found;
}
