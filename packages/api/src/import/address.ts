/** What stands in the place of an address that a proxy has hidden. */
const HIDDEN = /^\[email.?protected\]$/i;
const ADDRESS = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+\.[^\s@<>()[\]\\,;:".]{2,}$/;

/** An e-mail address as it is kept here, or null when it is none. */
export function emailOf(text: string): string | null {
  const address = text.trim().normalize('NFC').toLowerCase();
  return address.length <= 254 && ADDRESS.test(address) ? address : null;
}

/** True for texts that say of nobody in particular whose a row is. */
export function saysNobody(text: string | null, standard: string | null): boolean {
  const plain = text?.trim() ?? '';
  return plain === '' || HIDDEN.test(plain) || plain === standard?.trim();
}

/** When a signed address stops to answer: S3's and Azure's (OpenAI's pictures) say so themselves. */
export function expiryOf(url: URL): Date | null {
  const parameters = new Map(
    [...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]),
  );
  const read = (ms: number) => (Number.isFinite(ms) ? new Date(ms) : null);
  const azure = parameters.get('se');
  if (azure && parameters.has('sig')) return read(Date.parse(azure));
  const seconds = parameters.get('x-amz-expires');
  const signed = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(
    parameters.get('x-amz-date') ?? '',
  );
  if (seconds && signed) {
    const [year = 0, month = 1, ...rest] = signed.slice(1).map(Number);
    return read(Date.UTC(year, month - 1, ...rest) + Number(seconds) * 1000);
  }
  const until = parameters.get('expires');
  if (until && parameters.has('signature')) return read(Number(until) * 1000);
  return null;
}

/** What is plain from an address alone, before anyone is asked. Null: it has to be tried. */
export function foresee(
  address: string | null,
  allowOrigin: string | undefined,
): { state: 'gone' | 'refused'; reason: string } | null {
  if (address === null) return { state: 'gone', reason: 'NoAddress' };
  const url = URL.parse(address);
  const allowed = url !== null && (url.protocol === 'https:' || url.origin === allowOrigin);
  if (!allowed) return { state: 'refused', reason: 'Refused' };
  const expiry = expiryOf(url);
  return expiry && expiry.getTime() < Date.now() ? { state: 'gone', reason: 'Expired' } : null;
}
