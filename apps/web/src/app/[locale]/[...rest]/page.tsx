import { notFound } from 'next/navigation';

/** Every address that is no page, answered in the site's own frame and language. */
export default function NoPage() {
  notFound();
}
