import type { ImageModel } from '../model.ts';
import type { ServiceSettings } from './call.ts';
import { capabilitiesOf } from './capabilities.ts';

/** A model at OpenAI or a compatible relay. The client is loaded with the first picture. */
export function createServiceModel(id: string, settings: ServiceSettings): ImageModel {
  const capabilities = capabilitiesOf(id);
  return {
    info: capabilities.info,
    paint: async (request) => {
      const { paintWithService } = await import('./call.ts');
      return paintWithService(capabilities, settings, request);
    },
  };
}
