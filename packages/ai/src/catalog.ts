/** Door "./catalog": which models are offered, without the means to paint with them. */
import type { ModelInfo } from './model.ts';
import { capabilitiesOf } from './openai/capabilities.ts';
import { painterInfo } from './painter/info.ts';

export type { ModelInfo } from './model.ts';

export type AiSettings = {
  /** Null: no key, so only the built-in painter is offered. */
  openai: null | {
    apiKey: string;
    /** Address of a compatible relay, version included (`https://relay.example/v1`). */
    baseUrl?: string;
    /** Names to offer, the default first. Empty: `DEFAULT_MODELS`. `painter` is the built-in painter. */
    models: string[];
    /** Ask the service's moderation endpoint before painting. */
    moderation: boolean;
  };
  /** Longest wait for one paid call. */
  timeoutMs: number;
};

/** Offered when a key is given and no names are. */
export const DEFAULT_MODELS: readonly string[] = ['gpt-image-2.5-flare', 'gpt-image-2.5-sunburst'];

/** The models on offer; the first is the default. Never empty. */
export function offeredModels(settings: AiSettings): ModelInfo[] {
  if (!settings.openai) return [painterInfo];
  const named = settings.openai.models.length > 0 ? settings.openai.models : DEFAULT_MODELS;
  return [...new Set(named)].map((id) =>
    id === painterInfo.id ? painterInfo : capabilitiesOf(id).info,
  );
}
