import { expect, type Page } from '@playwright/test';

/** Everything a browser complains about on the way; the journeys expect nothing. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}

/** Signs in under a name, from wherever the site sent the person, and comes back there. */
export async function signIn(page: Page, name: string): Promise<void> {
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
}

/** Opens the studio as somebody of that name. */
export async function openStudio(page: Page, site: string, name: string): Promise<void> {
  await page.goto(`${site}/create`);
  await signIn(page, name);
  await expect(page).toHaveURL(`${site}/create`);
}

export async function describeScene(page: Page, scene: string): Promise<void> {
  await page.getByLabel('The scene, in your words').fill(scene);
  await page.getByRole('button', { name: 'Paint' }).click();
}
